package dev.streamlane.observability;

import dev.streamlane.coordination.CoordinationEvents;
import dev.streamlane.coordination.CoordinationSettings;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.partition.GroupId;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts what this replica does in its groups, by topic and group. There are as many label pairs as the application has
 * processor beans.
 */
@Singleton
final class CoordinationMetrics implements CoordinationEvents {
    private final MeterRegistry registry;
    private final PartitionGauges partitions;
    private final Ticker ticker;
    private final Duration interval;
    private final ConcurrentMap<GroupId, CoordinationMeters> groups = new ConcurrentHashMap<>();

    CoordinationMetrics(
            MeterRegistry registry, PartitionGauges partitions, CoordinationSettings settings, Ticker ticker) {
        this.registry = registry;
        this.partitions = partitions;
        this.ticker = ticker;
        this.interval = settings.interval();
    }

    @Override
    public void beat(GroupId group, Duration took) {
        of(group).beats().beat(took, ticker.nanos());
    }

    @Override
    public void beatFailed(GroupId group) {
        of(group).beats().failed(ticker.nanos());
    }

    @Override
    public void partitions(GroupId group, int count) {
        partitions.counted(group, count);
    }

    @Override
    public void rebalanced(GroupId group) {
        of(group).rebalanced();
    }

    @Override
    public void acquired(GroupId group, int partition) {
        of(group).acquired();
        partitions.acquired(group, partition);
    }

    @Override
    public void released(GroupId group, int partition, Duration took) {
        of(group).released(took);
    }

    @Override
    public void leaseLost(GroupId group, int partition) {
        of(group).leaseLost();
    }

    @Override
    public void observed(GroupId group, int partition, Renewal figures) {
        partitions.observed(group, partition, figures);
    }

    private CoordinationMeters of(GroupId group) {
        return groups.computeIfAbsent(group, absent -> {
            partitions.joined(absent);
            return new CoordinationMeters(registry, absent, interval);
        });
    }
}
