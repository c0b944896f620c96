package dev.streamlane.observability;

import dev.streamlane.partition.GroupId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What is counted about this replica's part in one group. */
final class CoordinationMeters {
    private final Timer beats;
    private final Counter beatsFailed;
    private final Counter beatsLate;
    private final Counter rebalances;
    private final Counter acquired;
    private final Timer handovers;
    private final Counter leasesLost;
    private final long lateNanos;
    private boolean beaten;
    private long lastBeat;

    /** @param late the time between two beats from which the later one is late */
    CoordinationMeters(MeterRegistry registry, GroupId group, Duration late) {
        Tags tags = Metrics.of(group);
        beats = timer(registry, tags, "streamlane.beats", "Heartbeats that Redis answered, with all that came of them");
        beatsFailed = counter(registry, tags, "streamlane.beats.failed", "Heartbeats that found Redis unreachable");
        beatsLate =
                counter(registry, tags, "streamlane.beats.late", "Heartbeats that came half an interval late or more");
        rebalances = counter(registry, tags, "streamlane.rebalances", "New targets of the group that this replica set");
        acquired = counter(registry, tags, "streamlane.partitions.acquired", "Partitions acquired");
        handovers =
                timer(registry, tags, "streamlane.partitions.handover", "From a partition's revocation to its release");
        leasesLost = counter(registry, tags, "streamlane.leases.lost", "Leases that ended without this replica's will");
        lateNanos = late.toNanos();
    }

    /** A beat that Redis answered ended at the monotonic instant {@code now}. */
    void beat(Duration took, long now) {
        beats.record(took);
        checkPunctuality(now);
    }

    /** A beat that Redis did not answer ended at the monotonic instant {@code now}. */
    void beatFailed(long now) {
        beatsFailed.increment();
        checkPunctuality(now);
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

    private synchronized void checkPunctuality(long now) {
        if (beaten && now - lastBeat >= lateNanos) {
            beatsLate.increment();
        }
        beaten = true;
        lastBeat = now;
    }

    private static Counter counter(MeterRegistry registry, Tags tags, String name, String description) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private static Timer timer(MeterRegistry registry, Tags tags, String name, String description) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(Metrics.buckets())
                .register(registry);
    }
}
