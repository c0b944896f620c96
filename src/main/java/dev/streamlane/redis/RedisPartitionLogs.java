package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.consumer.PartitionLogs;
import dev.streamlane.partition.GroupId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Opens partitions, and shares out the connections that wait for new jobs. */
@Singleton
final class RedisPartitionLogs implements PartitionLogs {
    private static final Logger LOG = Logger.getLogger(RedisPartitionLogs.class);

    /** Ours are three lanes, at most four for enqueueing and one for wake-ups; the rest is for the application's own code. */
    private static final int OTHER_CONNECTIONS = 16;

    private final RedisLanes lanes;
    private final RedisKeys keys;
    private final long maxDeadLetters;
    private final Semaphore blocking;

    @Inject
    RedisPartitionLogs(
            RedisLanes lanes,
            RedisKeys keys,
            StreamlaneConfig config,
            @ConfigProperty(name = "quarkus.redis.max-pool-size") int poolSize) {
        this(
                lanes,
                keys,
                config.deadLetters().maxLength(),
                places(lanes.settings().maxBlocking(), poolSize));
    }

    RedisPartitionLogs(RedisLanes lanes, RedisKeys keys, long maxDeadLetters, int maxBlocking) {
        this.lanes = lanes;
        this.keys = keys;
        this.maxDeadLetters = maxDeadLetters;
        this.blocking = new Semaphore(maxBlocking);
    }

    /** How many partitions may wait on a connection of their own, so that the pool has some left for everything else. */
    static int places(int maxBlocking, int poolSize) {
        int most = Math.max(0, poolSize - OTHER_CONNECTIONS);
        if (maxBlocking > most) {
            LOG.warnf(
                    "Only %d partitions can wait on a connection of their own, not streamlane.redis.max-blocking = %d:"
                            + " quarkus.redis.max-pool-size = %d keeps %d for other uses",
                    most, maxBlocking, poolSize, OTHER_CONNECTIONS);
        }
        return Math.min(maxBlocking, most);
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
                outbox,
                new Arrivals(lanes, stream, blocking),
                thread);
    }
}
