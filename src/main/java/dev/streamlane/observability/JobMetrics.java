package dev.streamlane.observability;

import dev.streamlane.consumer.DeadJob;
import dev.streamlane.consumer.JobEvents;
import dev.streamlane.partition.GroupId;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts what happens to jobs, by topic and group. There are as many label pairs as the application has processor beans.
 */
@Singleton
final class JobMetrics implements JobEvents {
    private final MeterRegistry registry;
    private final PartitionGauges partitions;
    private final ConcurrentMap<GroupId, JobMeters> groups = new ConcurrentHashMap<>();

    JobMetrics(MeterRegistry registry, PartitionGauges partitions) {
        this.registry = registry;
        this.partitions = partitions;
    }

    @Override
    public void started(GroupId group, Duration waited) {
        of(group).started(waited);
    }

    @Override
    public void ended(GroupId group, Result result, Duration took) {
        of(group).ended(result, took);
    }

    @Override
    public void retrying(GroupId group) {
        of(group).retrying();
    }

    @Override
    public void deadLettered(GroupId group, DeadJob job) {
        of(group).deadLettered();
    }

    @Override
    public void holding(GroupId group, int partition, int running, int parked) {
        // Told regularly, also before the first job: so the group's counters begin at zero instead of being absent.
        of(group);
        partitions.holding(group, partition, running, parked);
    }

    @Override
    public void closed(GroupId group, int partition) {
        partitions.closed(group, partition);
    }

    private JobMeters of(GroupId group) {
        // A plain look-up first: computeIfAbsent may lock, and this is called for every job.
        JobMeters meters = groups.get(group);
        return meters != null ? meters : groups.computeIfAbsent(group, absent -> new JobMeters(registry, absent));
    }
}
