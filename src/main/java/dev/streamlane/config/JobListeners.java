package dev.streamlane.config;

import dev.streamlane.consumer.DeadJob;
import dev.streamlane.consumer.JobEvents;
import dev.streamlane.partition.GroupId;
import java.time.Duration;
import java.util.List;

/** Tells several listeners what happens to jobs. */
final class JobListeners implements JobEvents {
    private final Audience<JobEvents> audience;

    JobListeners(List<JobEvents> listeners) {
        this.audience = new Audience<>(listeners);
    }

    @Override
    public void started(GroupId group, Duration waited) {
        audience.tell(listener -> listener.started(group, waited));
    }

    @Override
    public void ended(GroupId group, Result result, Duration took) {
        audience.tell(listener -> listener.ended(group, result, took));
    }

    @Override
    public void retrying(GroupId group) {
        audience.tell(listener -> listener.retrying(group));
    }

    @Override
    public void deadLettered(GroupId group, DeadJob job) {
        audience.tell(listener -> listener.deadLettered(group, job));
    }

    @Override
    public void holding(GroupId group, int partition, int running, int parked) {
        audience.tell(listener -> listener.holding(group, partition, running, parked));
    }

    @Override
    public void closed(GroupId group, int partition) {
        audience.tell(listener -> listener.closed(group, partition));
    }
}
