package dev.streamlane.config;

import dev.streamlane.coordination.CoordinationEvents;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.partition.GroupId;
import java.time.Duration;
import java.util.List;

/** Tells several listeners what coordinators do. */
final class CoordinationListeners implements CoordinationEvents {
    private final Audience<CoordinationEvents> audience;

    CoordinationListeners(List<CoordinationEvents> listeners) {
        this.audience = new Audience<>(listeners);
    }

    @Override
    public void beat(GroupId group, Duration took) {
        audience.tell(listener -> listener.beat(group, took));
    }

    @Override
    public void beatFailed(GroupId group) {
        audience.tell(listener -> listener.beatFailed(group));
    }

    @Override
    public void partitions(GroupId group, int count) {
        audience.tell(listener -> listener.partitions(group, count));
    }

    @Override
    public void rebalanced(GroupId group) {
        audience.tell(listener -> listener.rebalanced(group));
    }

    @Override
    public void acquired(GroupId group, int partition) {
        audience.tell(listener -> listener.acquired(group, partition));
    }

    @Override
    public void released(GroupId group, int partition, Duration took) {
        audience.tell(listener -> listener.released(group, partition, took));
    }

    @Override
    public void leaseLost(GroupId group, int partition) {
        audience.tell(listener -> listener.leaseLost(group, partition));
    }

    @Override
    public void observed(GroupId group, int partition, Renewal figures) {
        audience.tell(listener -> listener.observed(group, partition, figures));
    }
}
