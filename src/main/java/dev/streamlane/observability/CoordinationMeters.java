package dev.streamlane.observability;

import dev.streamlane.partition.GroupId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What is counted about this replica's part in one group. */
final class CoordinationMeters {
    private final BeatMeters beats;
    private final Counter rebalances;
    private final Counter acquired;
    private final Timer handovers;
    private final Counter leasesLost;

    /** @param interval how often it is to beat */
    CoordinationMeters(MeterRegistry registry, GroupId group, Duration interval) {
        Tags tags = Metrics.of(group);
        beats = new BeatMeters(registry, "streamlane.beats", tags, interval);
        rebalances = Metrics.counter(
                registry, "streamlane.rebalances", tags, "New targets of the group that this replica set");
        acquired = Metrics.counter(registry, "streamlane.partitions.acquired", tags, "Partitions acquired");
        handovers = Metrics.timer(
                registry, "streamlane.partitions.handover", tags, "From a partition's revocation to its release");
        leasesLost = Metrics.counter(
                registry, "streamlane.leases.lost", tags, "Leases that ended without this replica's will");
    }

    BeatMeters beats() {
        return beats;
    }

    void rebalanced() {
        rebalances.increment();
    }

    void acquired() {
        acquired.increment();
    }

    void released(Duration took) {
        handovers.record(took);
    }

    void leaseLost() {
        leasesLost.increment();
    }
}
