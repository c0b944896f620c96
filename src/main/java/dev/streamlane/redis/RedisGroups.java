package dev.streamlane.redis;

import dev.streamlane.coordination.Pause;
import dev.streamlane.group.Groups;
import dev.streamlane.partition.GroupId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Groups as operators see them: what concerns a whole group stands in the topic's slot, the rest in each partition's. */
@Singleton
final class RedisGroups implements Groups {
    /** How many partitions are told at once: their answers share a connection with everything else about topics. */
    private static final int PAGE = 256;

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
                    return inEach(
                                    (int) Replies.number(reply, 2),
                                    0,
                                    partition -> lane.call(PauseText.show(keys.lease(group, partition), pause)))
                            .thenCompose(shown -> wake(group))
                            .thenApply(woken -> Optional.of(pause));
                });
    }

    /** Not before all is written: whoever is woken looks at once. */
    private CompletionStage<Response> wake(GroupId group) {
        return lane.send(Request.cmd(Command.PUBLISH).arg(keys.wake(group)).arg("operator"));
    }

    private static CompletionStage<Void> inEach(
            int partitions, int from, IntFunction<CompletableFuture<Response>> call) {
        if (from >= partitions) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<?>[] page = IntStream.range(from, Math.min(partitions, from + PAGE))
                .mapToObj(call)
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(page).thenCompose(done -> inEach(partitions, from + PAGE, call));
    }
}
