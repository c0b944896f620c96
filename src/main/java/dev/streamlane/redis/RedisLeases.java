package dev.streamlane.redis;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.Leases;
import dev.streamlane.coordination.Pause;
import dev.streamlane.partition.GroupId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Leases, each in the slot of its partition's stream. */
@Singleton
final class RedisLeases implements Leases {
    /** How much of a pending list is acknowledged at once, and how often, before the lease is to be renewed. */
    private static final int RESET_STEP = 1_000;

    private static final int RESET_STEPS = 100;

    private final RedisLanes lanes;
    private final RedisKeys keys;

    RedisLeases(RedisLanes lanes, RedisKeys keys) {
        this.lanes = lanes;
        this.keys = keys;
    }

    @Override
    public Acquisition acquire(GroupId group, int partition, Consumer me, Duration ttl) {
        CompletableFuture<Response> asked = lanes.coordination().send(GroupState.read(keys.group(group), partition));
        String gate = gate(group, partition);
        GroupState state = GroupState.parse(lanes.await(asked));
        List<CompletableFuture<Response>> shown = shown(group, Set.of(partition), state.pause());
        Response reply = lanes.await(lanes.coordination()
                .call(ScriptCall.of(
                        Script.ACQUIRE,
                        List.of(
                                keys.stream(group.topic(), partition),
                                keys.lease(group, partition),
                                keys.attempts(group, partition),
                                keys.gate(group, partition, gate)),
                        group.group(),
                        me.id(),
                        me.incarnation(),
                        String.valueOf(ttl.toMillis()),
                        gate,
                        state.beginning().after(),
                        String.valueOf(state.reset()),
                        String.valueOf(state.beginning().read()))));
        shown.forEach(lanes::await);
        return switch (Replies.code(Script.ACQUIRE, reply)) {
            case HELD -> new Acquisition.Held(Duration.ofMillis(Replies.number(reply, 1)));
            case STALE -> acquire(group, partition, me, ttl);
            default -> granted(group, partition, me, state, reply);
        };
    }

    private Acquisition granted(GroupId group, int partition, Consumer me, GroupState state, Response reply) {
        long epoch = Replies.number(reply, 1);
        long done = Replies.number(reply, 3);
        if (done >= state.reset()) {
            return new Acquisition.Granted(epoch, Replies.text(reply, 2), done);
        }
        return reset(group, partition, me, epoch, state)
                ? new Acquisition.Granted(epoch, state.beginning().after(), state.reset())
                : new Acquisition.Held(Duration.ZERO);
    }

    /** Carries a reset out before anything is read under this lease; whether it is done. */
    private boolean reset(GroupId group, int partition, Consumer me, long epoch, GroupState state) {
        ScriptCall call = ScriptCall.of(
                Script.LEASE_RESET,
                List.of(
                        keys.stream(group.topic(), partition),
                        keys.lease(group, partition),
                        keys.attempts(group, partition)),
                group.group(),
                me.incarnation(),
                String.valueOf(epoch),
                String.valueOf(state.reset()),
                state.beginning().after(),
                String.valueOf(RESET_STEP),
                String.valueOf(state.beginning().read()));
        Code code = Code.PARTLY;
        for (int i = 0; i < RESET_STEPS && code == Code.PARTLY; i++) {
            code = Replies.code(call.script(), lanes.await(lanes.coordination().call(call)));
        }
        return code == Code.TAKEN;
    }

    @Override
    public Map<Integer, Renewal> renew(GroupId group, Map<Integer, Long> epochs, Consumer me, Duration ttl) {
        Map<Integer, CompletableFuture<Renewal>> answers = new HashMap<>();
        epochs.forEach((partition, epoch) -> answers.put(partition, renew(group, partition, epoch, me, ttl)));
        Map<Integer, Renewal> renewals = new HashMap<>();
        answers.forEach((partition, answer) -> renewals.put(partition, lanes.await(answer)));
        return renewals;
    }

    @Override
    public void release(GroupId group, int partition, Consumer me, long epoch) {
        lanes.await(lanes.coordination()
                .call(ScriptCall.of(
                        Script.RELEASE,
                        List.of(keys.lease(group, partition)),
                        me.incarnation(),
                        String.valueOf(epoch),
                        keys.wake(group))));
    }

    @Override
    public void show(GroupId group, Set<Integer> partitions, Pause pause) {
        shown(group, partitions, pause).forEach(lanes::await);
    }

    private List<CompletableFuture<Response>> shown(GroupId group, Set<Integer> partitions, Pause pause) {
        return pause.newerThan(Pause.NEVER)
                ? partitions.stream()
                        .map(partition ->
                                lanes.coordination().call(PauseText.show(keys.lease(group, partition), pause)))
                        .toList()
                : List.of();
    }

    /** The gate that is to be closed to the last holder. */
    private String gate(GroupId group, int partition) {
        Response gate = lanes.await(lanes.coordination()
                .send(Request.cmd(Command.HGET)
                        .arg(keys.lease(group, partition))
                        .arg("gate")));
        return gate == null ? "" : gate.toString();
    }

    private CompletableFuture<Renewal> renew(GroupId group, int partition, long epoch, Consumer me, Duration ttl) {
        return lanes.coordination()
                .call(Figures.renew(keys, group, partition, me.incarnation(), epoch, ttl))
                .thenApply(Figures::renewal)
                .exceptionally(failure -> Renewal.UNKNOWN);
    }
}
