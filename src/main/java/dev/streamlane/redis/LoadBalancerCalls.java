package dev.streamlane.redis;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.streams.LoadBalancer;
import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancer.Load;
import dev.streamlane.streams.LoadBalancer.LockKey;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one replica asks of one Load Balancer Stream: calls of the scripts in its slot. */
final class LoadBalancerCalls {
    /** Foreign clients that start look for what has been idle for so long. */
    private static final Duration RECOVERABLE = Duration.ofSeconds(40);

    /** What waits for so long is made young again, which is soon enough, and not a write at each look. */
    private static final Duration LONG = Duration.ofSeconds(10);

    /** From so many bytes on a reply ends: others wait for it on the same connection. */
    private static final int MAX_REPLY = 1 << 20;

    private final String stream;
    private final String states;
    private final String names;
    private final String replicas;
    private final String outbox;
    private final String wake;
    private final String group;
    private final String me;
    private final String incarnation;
    private final String ttl;
    private final String maxInfo;

    LoadBalancerCalls(RedisKeys keys, String service, Consumer me, Duration ttl, int maxInfo) {
        this.stream = keys.input(service);
        this.states = keys.states(service);
        this.names = keys.streamNames(service);
        this.replicas = keys.replicas(service);
        this.outbox = keys.serviceOutbox(service);
        this.wake = keys.serviceWake(service);
        this.group = keys.inputGroup(service);
        this.me = keys.serviceConsumer(me);
        this.incarnation = me.incarnation();
        this.ttl = String.valueOf(ttl.toMillis());
        this.maxInfo = String.valueOf(maxInfo);
    }

    /** This replica's name in the group. */
    String me() {
        return me;
    }

    ScriptCall beat(boolean joining, Load load) {
        return ScriptCall.of(
                Script.STREAM_BEAT,
                List.of(stream, replicas),
                group,
                me,
                incarnation,
                ttl,
                flag(joining),
                String.valueOf(load.held()),
                String.valueOf(load.free()),
                LoadBalancer.NOBODY);
    }

    ScriptCall take(int count, Load load, boolean patient) {
        return ScriptCall.of(
                Script.STREAM_TAKE,
                List.of(stream, replicas),
                group,
                me,
                incarnation,
                String.valueOf(count),
                String.valueOf(load.held()),
                String.valueOf(load.free()),
                flag(patient),
                maxInfo);
    }

    ScriptCall pending(String consumer, String after, int count) {
        return ScriptCall.of(
                Script.STREAM_PENDING, List.of(stream, states), group, consumer, after, String.valueOf(count));
    }

    ScriptCall read(List<String> entryIds) {
        List<String> args = new ArrayList<>(List.of(maxInfo, String.valueOf(MAX_REPLY)));
        args.addAll(entryIds);
        return new ScriptCall(Script.STREAM_READ, List.of(stream), args);
    }

    ScriptCall duplicates(List<LockKey> entries) {
        List<String> args = new ArrayList<>(List.of(group, LoadBalancer.NOBODY, String.valueOf(LONG.toMillis())));
        entries.forEach(entry -> args.addAll(List.of(entry.entryId(), entry.name())));
        return new ScriptCall(Script.STREAM_DUPLICATES, List.of(stream, names), args);
    }

    ScriptCall claim(String entryId, String name, String from, Duration minIdle, boolean lostOwner) {
        return ScriptCall.of(
                Script.STREAM_CLAIM,
                List.of(stream, states, names, replicas),
                group,
                me,
                incarnation,
                entryId,
                name,
                from,
                LoadBalancer.NOBODY,
                String.valueOf(minIdle.toMillis()),
                flag(lostOwner));
    }

    ScriptCall checkpoint(Hold hold, String position) {
        return new ScriptCall(
                Script.STREAM_CHECKPOINT, List.of(stream, states), fence(hold).and(hold.entryId(), position));
    }

    ScriptCall letGo(Hold hold, boolean failed, boolean handOver) {
        return new ScriptCall(
                Script.STREAM_LET_GO,
                List.of(stream, states),
                fence(hold)
                        .and(
                                hold.entryId(),
                                LoadBalancer.NOBODY,
                                flag(failed),
                                handOver ? String.valueOf(RECOVERABLE.toMillis()) : "0"));
    }

    ScriptCall disclaim(Hold hold) {
        return new ScriptCall(
                Script.STREAM_DISCLAIM,
                List.of(stream, states, replicas),
                fence(hold).and(hold.entryId(), LoadBalancer.NOBODY, String.valueOf(RECOVERABLE.toMillis())));
    }

    ScriptCall done(Hold hold) {
        return new ScriptCall(
                Script.STREAM_DONE, List.of(stream, states, names), fence(hold).and(hold.entryId(), hold.name(), wake));
    }

    ScriptCall bury(Hold hold, String error, int attempts) {
        return new ScriptCall(
                Script.STREAM_BURY,
                List.of(stream, states, names, outbox),
                fence(hold).and(hold.entryId(), hold.name(), wake, String.valueOf(attempts), error));
    }

    ScriptCall leave() {
        return ScriptCall.of(Script.STREAM_LEAVE, List.of(stream, replicas), group, me, incarnation, wake);
    }

    ScriptCall refresh(String after, int count, boolean besideForeign) {
        return ScriptCall.of(
                Script.STREAM_REFRESH,
                List.of(stream, replicas),
                group,
                me,
                incarnation,
                after,
                String.valueOf(count),
                flag(besideForeign),
                LoadBalancer.NOBODY);
    }

    ScriptCall tidy(String statesCursor, String namesCursor, int count) {
        return ScriptCall.of(
                Script.STREAM_TIDY,
                List.of(stream, states, names),
                group,
                statesCursor,
                namesCursor,
                String.valueOf(count));
    }

    /** Wakes all replicas. */
    Request wake() {
        return Request.cmd(Command.PUBLISH).arg(wake).arg("free");
    }

    private Fence fence(Hold hold) {
        return new Fence(group, me, incarnation, hold.epoch());
    }

    private static String flag(boolean value) {
        return value ? "1" : "0";
    }
}
