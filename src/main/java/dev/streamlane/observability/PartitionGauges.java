package dev.streamlane.observability;

import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.partition.GroupId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The gauges of the partitions that are consumed here, as of their last renewal. They appear when a partition is acquired
 * and vanish when its consumption ends, so that only the owner reports a partition, and a replica has at most
 * {@code streamlane.topics.max-partitions} of each gauge for each of its processor beans.
 */
@Singleton
final class PartitionGauges {
    private final MeterRegistry registry;
    private final ConcurrentMap<GroupId, AtomicInteger> owned = new ConcurrentHashMap<>();
    private final ConcurrentMap<GroupId, AtomicInteger> known = new ConcurrentHashMap<>();
    private final ConcurrentMap<Place, PartitionMeters> consumed = new ConcurrentHashMap<>();

    /** A partition of a group's topic. */
    record Place(GroupId group, int partition) {}

    PartitionGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The group takes part here, with or without partitions. */
    void joined(GroupId group) {
        owned(group);
    }

    /** The group's topic has so many partitions, whoever consumes them. */
    void counted(GroupId group, int count) {
        known.computeIfAbsent(
                        group,
                        absent -> gauge(
                                "streamlane.partitions.known",
                                "Partitions that the topic had at the last beat; each replica shows the same ones",
                                absent))
                .set(count);
    }

    void acquired(GroupId group, int partition) {
        change(new Place(group, partition), 1);
    }

    void closed(GroupId group, int partition) {
        change(new Place(group, partition), -1);
    }

    void observed(GroupId group, int partition, Renewal figures) {
        PartitionMeters meters = consumed.get(new Place(group, partition));
        if (meters != null) {
            meters.observed(figures);
        }
    }

    void holding(GroupId group, int partition, int running, int parked) {
        PartitionMeters meters = consumed.get(new Place(group, partition));
        if (meters != null) {
            meters.holding(running, parked);
        }
    }

    /**
     * Every acquisition has its end, but they are told by different threads: a partition that was lost and is back at once
     * may be acquired anew before its former consumer has closed. Hence a count rather than a flag.
     */
    private void change(Place place, int by) {
        owned(place.group()).addAndGet(by);
        consumed.compute(place, (same, present) -> {
            PartitionMeters meters = present == null ? new PartitionMeters(registry, place) : present;
            return meters.consumers(by) ? meters : null;
        });
    }

    private AtomicInteger owned(GroupId group) {
        return owned.computeIfAbsent(
                group,
                absent -> gauge(
                        "streamlane.partitions.owned",
                        "Partitions that this replica consumes, those being handed over included",
                        absent));
    }

    private AtomicInteger gauge(String name, String description, GroupId group) {
        AtomicInteger count = new AtomicInteger();
        Gauge.builder(name, count, AtomicInteger::get)
                .description(description)
                .tags(Metrics.of(group))
                .register(registry);
        return count;
    }
}
