package dev.streamlane.config;

import dev.streamlane.coordination.CoordinationEvents;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.partition.GroupId;
import java.time.Duration;
import java.util.List;

/** Tells several listeners what a coordinator does. */
final class CoordinationListeners implements CoordinationEvents {
    private final List<CoordinationEvents> listeners;

    CoordinationListeners(List<CoordinationEvents> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void beat(GroupId group, Duration took) {
        listeners.forEach(listener -> listener.beat(group, took));
    }

    @Override
    public void beatFailed(GroupId group) {
        listeners.forEach(listener -> listener.beatFailed(group));
    }

    @Override
    public void rebalanced(GroupId group) {
        listeners.forEach(listener -> listener.rebalanced(group));
    }

    @Override
    public void acquired(GroupId group, int partition) {
        listeners.forEach(listener -> listener.acquired(group, partition));
    }

    @Override
    public void released(GroupId group, int partition, Duration took) {
        listeners.forEach(listener -> listener.released(group, partition, took));
    }

    @Override
    public void leaseLost(GroupId group, int partition) {
        listeners.forEach(listener -> listener.leaseLost(group, partition));
    }

    @Override
    public void observed(GroupId group, int partition, Renewal figures) {
        listeners.forEach(listener -> listener.observed(group, partition, figures));
    }
}
