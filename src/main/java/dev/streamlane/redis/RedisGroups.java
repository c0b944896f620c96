package dev.streamlane.redis;

import dev.streamlane.coordination.Pause;
import dev.streamlane.group.Groups;
import dev.streamlane.group.Position;
import dev.streamlane.partition.GroupId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Groups as operators see them: what concerns a whole group stands in the topic's slot, the rest in each partition's. */
@Singleton
final class RedisGroups implements Groups {
    /** How many groups a topic may have. Each of them is asked when room is to be made. */
    private static final int MAX_GROUPS = 1_000;

    private final RedisLane lane;
    private final RedisKeys keys;

    RedisGroups(RedisLanes lanes, RedisKeys keys) {
        this.lane = lanes.topics();
        this.keys = keys;
    }

    @Override
    public CompletionStage<Optional<Pause>> pause(GroupId group, boolean paused) {
        List<String> slot = List.of(keys.group(group), keys.groups(group.topic()), keys.settings(group.topic()));
        return lane.call(ScriptCall.of(Script.GROUP_PAUSE, slot, group.group(), paused ? "1" : "0"))
                .thenCompose(reply -> {
                    if (Replies.code(Script.GROUP_PAUSE, reply) == Code.REFUSED) {
                        return CompletableFuture.completedStage(Optional.empty());
                    }
                    Pause pause = new Pause(paused, Replies.number(reply, 1));
                    return Pages.each(
                                    0,
                                    (int) Replies.number(reply, 2),
                                    partition -> lane.call(PauseText.show(keys.lease(group, partition), pause)))
                            .thenCompose(shown -> wake(group))
                            .thenApply(woken -> Optional.of(pause));
                });
    }

    @Override
    public CompletionStage<Creation> create(GroupId group, int partitions, Position start) {
        return beginnings(group, partitions, start)
                .thenCompose(beginnings -> {
                    List<String> args =
                            new ArrayList<>(List.of(group.group(), String.valueOf(MAX_GROUPS), start.text()));
                    beginnings.forEach(beginning -> args.add(beginning.text()));
                    List<String> slot =
                            List.of(keys.group(group), keys.groups(group.topic()), keys.settings(group.topic()));
                    return lane.call(new ScriptCall(Script.GROUP_CREATE, slot, args));
                })
                .thenCompose(reply -> switch (Replies.code(Script.GROUP_CREATE, reply)) {
                    case FULL -> CompletableFuture.completedStage(new Creation.TooMany(MAX_GROUPS));
                    case GONE -> CompletableFuture.completedStage(new Creation.BeingRemoved());
                    case REFUSED -> elsewhere(group, partitions, start, Replies.text(reply, 1));
                    case PRESENT -> begin(group, partitions).thenApply(begun -> new Creation.Present());
                    default -> begin(group, partitions).thenApply(begun -> new Creation.Created());
                });
    }

    /** It may be the same place in other words. */
    private CompletionStage<Creation> elsewhere(GroupId group, int partitions, Position start, String begun) {
        return start.first().equals(Position.parse(begun, Instant.MAX).first())
                ? begin(group, partitions).thenApply(done -> new Creation.Present())
                : CompletableFuture.completedStage(new Creation.Elsewhere(begun));
    }

    @Override
    public CompletionStage<Optional<Long>> reset(GroupId group, int partitions, Position to) {
        return beginnings(group, partitions, to).thenCompose(beginnings -> {
            List<String> args = new ArrayList<>(List.of(group.group(), to.text()));
            beginnings.forEach(beginning -> args.add(beginning.text()));
            List<String> slot = List.of(keys.group(group), keys.groups(group.topic()));
            return lane.call(new ScriptCall(Script.GROUP_RESET, slot, args)).thenCompose(reply -> {
                if (Replies.code(Script.GROUP_RESET, reply) == Code.GONE) {
                    return CompletableFuture.completedStage(Optional.empty());
                }
                String number = Replies.text(reply, 1);
                return Pages.each(0, partitions, partition -> pin(group, partition, number, beginnings.get(partition)))
                        .thenCompose(pinned -> wake(group))
                        .thenApply(woken -> Optional.of(Long.valueOf(number)));
            });
        });
    }

    /** Where it is to begin in each partition, by what that has now. */
    private CompletionStage<List<Beginning>> beginnings(GroupId group, int partitions, Position position) {
        Beginning[] found = new Beginning[partitions];
        return Pages.each(0, partitions, partition -> lane.call(
                                ScriptCall.of(Script.PARTITION_END, List.of(keys.stream(group.topic(), partition))))
                        .thenApply(end -> found[partition] = Beginning.of(position, end)))
                .thenApply(done -> List.of(found));
    }

    /** Begins where it is noted, unless it has begun: retention and figures need not wait for a consumer. */
    private CompletionStage<Void> begin(GroupId group, int partitions) {
        return Pages.each(0, partitions, partition -> lane.send(GroupState.read(keys.group(group), partition))
                .thenApply(state -> GroupState.parse(state).beginning())
                .thenCompose(beginning -> lane.send(Request.cmd(Command.XGROUP)
                        .arg("CREATE")
                        .arg(keys.stream(group.topic(), partition))
                        .arg(group.group())
                        .arg(beginning.after())
                        .arg("MKSTREAM")
                        .arg("ENTRIESREAD")
                        .arg(beginning.read())))
                .exceptionally(RedisGroups::unlessPresent));
    }

    private static Response unlessPresent(Throwable failure) {
        RuntimeException cause = Replies.unchecked(failure);
        if (cause.getCause() != null
                && String.valueOf(cause.getCause().getMessage()).startsWith("BUSYGROUP")) {
            return null;
        }
        throw cause;
    }

    private CompletableFuture<Response> pin(GroupId group, int partition, String number, Beginning beginning) {
        return lane.call(ScriptCall.of(
                Script.RESET_PIN,
                List.of(keys.stream(group.topic(), partition), keys.lease(group, partition)),
                group.group(),
                number,
                beginning.after()));
    }

    /** Not before all is written: whoever is woken looks at once. */
    private CompletionStage<Response> wake(GroupId group) {
        return lane.send(Request.cmd(Command.PUBLISH).arg(keys.wake(group)).arg("operator"));
    }
}
