package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.consumer.PartitionLogs;
import dev.streamlane.partition.GroupId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Executor;

/** Opens partitions. */
@Singleton
final class RedisPartitionLogs implements PartitionLogs {
    private final RedisLanes lanes;
    private final RedisKeys keys;
    private final long maxDeadLetters;
    private final WaitingPlaces places;

    @Inject
    RedisPartitionLogs(RedisLanes lanes, RedisKeys keys, StreamlaneConfig config, WaitingPlaces places) {
        this(lanes, keys, config.deadLetters().maxLength(), places);
    }

    RedisPartitionLogs(RedisLanes lanes, RedisKeys keys, long maxDeadLetters, WaitingPlaces places) {
        this.lanes = lanes;
        this.keys = keys;
        this.maxDeadLetters = maxDeadLetters;
        this.places = places;
    }

    @Override
    public PartitionLog open(
            GroupId group, int partition, String consumer, String incarnation, long epoch, Executor thread) {
        String stream = keys.stream(group.topic(), partition);
        Outbox outbox =
                new Outbox(lanes.consumption(), keys.outbox(group, partition), keys.deadLetter(), maxDeadLetters);
        Fence fence = new Fence(group.group(), consumer, incarnation, epoch);
        return new RedisPartitionLog(
                lanes.consumption(),
                fence,
                List.of(stream, keys.lease(group, partition), keys.attempts(group, partition)),
                gate -> keys.gate(group, partition, gate),
                outbox,
                new Arrivals(lanes, stream, places),
                thread);
    }
}
