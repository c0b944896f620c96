package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.consumer.GroupLimits;
import dev.streamlane.consumer.PermitLedger;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.partition.GroupId;
import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The accounts of a group's permits, in its topic's slot: one of what runs, one of what has started. */
@Singleton
final class RedisPermits implements PermitLedger {
    /** How late it may be noticed that this process cannot reach Redis: it says more often what it has. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final RedisLane lane;
    private final RedisKeys keys;
    private final String incarnation;
    private final Duration ttl;

    @Inject
    RedisPermits(RedisLanes lanes, RedisKeys keys, Consumer me, StreamlaneConfig config) {
        // Whatever runs here has been interrupted and given up by then, and others may have its leases.
        this(
                lanes,
                keys,
                me.incarnation(),
                config.heartbeat()
                        .ttl()
                        .plus(config.consumer().abandonTimeout())
                        .plus(SILENCE));
    }

    /** @param ttl for how long what this process may run counts without a word of it */
    RedisPermits(RedisLanes lanes, RedisKeys keys, String incarnation, Duration ttl) {
        this.lane = lanes.coordination();
        this.keys = keys;
        this.incarnation = incarnation;
        this.ttl = ttl;
    }

    @Override
    public CompletionStage<Grant> ask(GroupId group, GroupLimits limits, Ask ask) {
        CompletableFuture<Integer> running =
                limits.maxConcurrent() == 0 ? CompletableFuture.completedFuture(0) : run(group, limits, ask);
        return start(group, limits, ask)
                .thenCombine(running, (start, most) -> new Grant(most, start.starts(), start.slice(), start.retry()));
    }

    private CompletableFuture<Integer> run(GroupId group, GroupLimits limits, Ask ask) {
        return lane.call(ScriptCall.of(
                        Script.PERMITS_RUN,
                        List.of(keys.running(group)),
                        incarnation,
                        String.valueOf(ask.number()),
                        String.valueOf(ask.running()),
                        String.valueOf(ask.more()),
                        String.valueOf(ttl.toMillis()),
                        String.valueOf(limits.maxConcurrent())))
                .thenApply(reply -> {
                    if (Replies.code(Script.PERMITS_RUN, reply) == Code.STALE) {
                        throw new StoreUnavailableException("A later call was faster", null);
                    }
                    return (int) Replies.number(reply, 1);
                });
    }

    private CompletableFuture<Grant> start(GroupId group, GroupLimits limits, Ask ask) {
        if (ask.starts() == 0 && ask.unused() == 0) {
            return CompletableFuture.completedFuture(new Grant(0, 0, ask.slice(), Duration.ZERO));
        }
        // Starts may be used late, and count for so much longer.
        Duration counts = limits.interval().plus(limits.lapse());
        return lane.call(ScriptCall.of(
                        Script.PERMITS_START,
                        List.of(keys.starts(group)),
                        String.valueOf(ask.starts()),
                        String.valueOf(limits.maxRate()),
                        String.valueOf(limits.slice().toMillis()),
                        String.valueOf(counts.toMillis()),
                        String.valueOf(ask.unused()),
                        ask.slice()))
                .thenApply(RedisPermits::started);
    }

    private static Grant started(Response reply) {
        return new Grant(
                0, (int) Replies.number(reply, 0), Replies.text(reply, 1), Duration.ofMillis(Replies.number(reply, 2)));
    }
}
