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
    private final RedisLanes lanes;
    private final RedisKeys keys;

    RedisLeases(RedisLanes lanes, RedisKeys keys) {
        this.lanes = lanes;
        this.keys = keys;
    }

    @Override
    public Acquisition acquire(GroupId group, int partition, Consumer me, Duration ttl) {
        CompletableFuture<Response> pause = lanes.coordination().send(PauseText.read(keys.group(group)));
        String gate = gate(group, partition);
        List<CompletableFuture<Response>> shown = shown(group, Set.of(partition), PauseText.parse(lanes.await(pause)));
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
                        gate)));
        shown.forEach(lanes::await);
        return switch (Replies.code(Script.ACQUIRE, reply)) {
            case HELD -> new Acquisition.Held(Duration.ofMillis(Replies.number(reply, 1)));
            case STALE -> acquire(group, partition, me, ttl);
            default -> new Acquisition.Granted(Replies.number(reply, 1), Replies.text(reply, 2));
        };
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
                .call(ScriptCall.of(
                        Script.RENEW,
                        List.of(keys.stream(group.topic(), partition), keys.lease(group, partition)),
                        group.group(),
                        me.incarnation(),
                        String.valueOf(epoch),
                        String.valueOf(ttl.toMillis())))
                .thenApply(RedisLeases::renewal)
                .exceptionally(failure -> Renewal.UNKNOWN);
    }

    private static Renewal renewal(Response reply) {
        if (Replies.code(Script.RENEW, reply) == Code.LOST) {
            return Renewal.LOST;
        }
        return new Renewal(
                Renewal.Status.RENEWED,
                Replies.number(reply, 1),
                Replies.number(reply, 2),
                Replies.number(reply, 3),
                Duration.ofMillis(Replies.number(reply, 4)),
                new Pause(Replies.number(reply, 5) == 1, Replies.number(reply, 6)));
    }
}
