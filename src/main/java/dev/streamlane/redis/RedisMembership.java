package dev.streamlane.redis;

import dev.streamlane.coordination.Beat;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.Membership;
import dev.streamlane.coordination.Pause;
import dev.streamlane.partition.Assignment;
import dev.streamlane.partition.GroupId;
import dev.streamlane.topic.StoreRefusedException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Memberships and target assignments, in the topic's slot. */
@Singleton
final class RedisMembership implements Membership {
    private final RedisLanes lanes;
    private final RedisKeys keys;
    private final Clock clock;
    private final Map<GroupId, Instant> since = new ConcurrentHashMap<>();

    RedisMembership(RedisLanes lanes, RedisKeys keys, Clock clock) {
        this.lanes = lanes;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Beat heartbeat(GroupId group, Consumer me, boolean joining, Duration ttl, Collection<Integer> owned) {
        String topic = group.topic();
        CompletableFuture<Response> beat = lanes.coordination()
                .call(ScriptCall.of(
                        Script.HEARTBEAT,
                        List.of(
                                keys.members(group),
                                keys.target(group),
                                keys.settings(topic),
                                keys.groups(topic),
                                keys.group(group)),
                        group.group(),
                        me.id(),
                        me.incarnation(),
                        String.valueOf(ttl.toMillis()),
                        joining ? "1" : "0"));
        CompletableFuture<Response> shown = lanes.coordination().send(worker(group, me, joining, ttl, owned));
        // Nothing rests on what is shown: a Redis without memory refuses it, and the beat is good all the same.
        return beatOf(
                group, lanes.await(beat.thenCombine(shown.exceptionally(failure -> null), (reply, done) -> reply)));
    }

    @Override
    public boolean propose(GroupId group, String generation, Assignment target) {
        return taken(ScriptCall.of(
                Script.PROPOSE, List.of(keys.target(group)), generation, AssignmentText.of(target), keys.wake(group)));
    }

    @Override
    public void leave(GroupId group, Consumer me, Duration keepFor) {
        boolean left = taken(ScriptCall.of(
                Script.LEAVE,
                List.of(keys.members(group)),
                me.id(),
                me.incarnation(),
                String.valueOf(keepFor.toMillis()),
                keys.wake(group)));
        if (left) {
            String worker = keys.worker(group, me.id());
            lanes.await(lanes.coordination().send(Request.cmd(Command.DEL).arg(worker)));
        }
    }

    private boolean taken(ScriptCall call) {
        Response reply = lanes.await(lanes.coordination().call(call));
        return Replies.code(call.script(), reply) == Code.TAKEN;
    }

    private Request worker(GroupId group, Consumer me, boolean joining, Duration ttl, Collection<Integer> owned) {
        Instant start = joining ? clock.instant() : since.getOrDefault(group, clock.instant());
        since.put(group, start);
        return Request.cmd(Command.SET)
                .arg(keys.worker(group, me.id()))
                .arg(WorkerText.of(me, start, owned))
                .arg("PX")
                .arg(ttl.toMillis());
    }

    private static Beat beatOf(GroupId group, Response reply) {
        Code code = Replies.code(Script.HEARTBEAT, reply);
        if (code == Code.GONE) {
            throw new StoreRefusedException(
                    "group " + group + " is being removed; if that was interrupted, DELETE it again", null);
        }
        if (code == Code.SUPERSEDED) {
            return new Beat(true, "", Map.of(), Assignment.NONE, null, Pause.NEVER, 0);
        }
        Response flat = reply.get(4);
        Map<String, Duration> members = new TreeMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            members.put(Replies.text(flat, i), Duration.ofMillis(Replies.number(flat, i + 1)));
        }
        return new Beat(
                false,
                Replies.text(reply, 1),
                members,
                AssignmentText.parse(Replies.text(reply, 2)),
                SettingsText.parse(reply.get(3)),
                PauseText.parse(reply.get(5)),
                GroupState.reset(reply.get(5)));
    }
}
