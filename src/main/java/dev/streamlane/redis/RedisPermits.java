package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.partition.GroupId;
import dev.streamlane.permit.GroupLimits;
import dev.streamlane.permit.PermitLedger;
import dev.streamlane.topic.StoreUnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The accounts of a group's permits, in its topic's slot: one of what runs, one of what has started. */
@Singleton
final class RedisPermits implements PermitLedger {
    /** How long until a process says again what runs there, and then notices that it cannot reach Redis. */
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
                        .plus(config.redis().timeout())
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
        if (!limits.boundsRunning()) {
            return start(group, limits, ask, Share.NONE, Math.max(ask.starts(), ask.portion()));
        }
        // First, so that it draws no starts that it may not run.
        return run(group, limits, ask).thenCompose(share -> start(group, limits, ask, share, share.usable(ask)));
    }

    /** How many jobs may run, and how many replicas wait before this one. */
    private record Share(int most, int ahead) {
        static final Share NONE = new Share(0, 0);

        /** How many starts there is use for. */
        int usable(Ask ask) {
            boolean mayStart = most > 0 && most >= ask.running();
            return mayStart ? Math.max(Math.min(ask.starts(), most - ask.running()), ask.portion()) : 0;
        }
    }

    private CompletableFuture<Share> run(GroupId group, GroupLimits limits, Ask ask) {
        return lane.call(ScriptCall.of(
                        Script.PERMITS_RUN,
                        List.of(keys.running(group)),
                        incarnation,
                        String.valueOf(ask.number()),
                        String.valueOf(ask.running()),
                        String.valueOf(ask.more()),
                        String.valueOf(ttl.toMillis()),
                        String.valueOf(limits.maxConcurrent()),
                        String.valueOf(TURN.toMillis())))
                .thenApply(reply -> {
                    if (Replies.code(Script.PERMITS_RUN, reply) == Code.STALE) {
                        throw new StoreUnavailableException("A later call was faster", null);
                    }
                    return new Share((int) Replies.number(reply, 1), (int) Replies.number(reply, 2));
                });
    }

    private CompletableFuture<Grant> start(GroupId group, GroupLimits limits, Ask ask, Share share, int starts) {
        if (starts == 0 && ask.unused() == 0) {
            Grant none = new Grant(share.most(), share.ahead(), 0, ask.until(), Duration.ZERO);
            return CompletableFuture.completedFuture(none);
        }
        return lane.call(ScriptCall.of(
                        Script.PERMITS_START,
                        List.of(keys.starts(group)),
                        String.valueOf(starts),
                        String.valueOf(limits.maxRate()),
                        String.valueOf(limits.slice().toMillis()),
                        String.valueOf(limits.interval().plus(ask.delay()).toMillis()),
                        String.valueOf(ask.unused()),
                        ask.until()))
                .thenApply(reply -> new Grant(
                        share.most(),
                        share.ahead(),
                        (int) Replies.number(reply, 0),
                        Replies.text(reply, 1),
                        Duration.ofMillis(Replies.number(reply, 2))));
    }
}
