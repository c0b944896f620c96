package dev.streamlane.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Removes finished entries in steps that are each short, so that Redis serves others in between. */
@Singleton
final class Trimming {
    private static final int STEP = 1_000;

    /** A caller waits for this; what is still too long then is trimmed further by the next one. */
    private static final int MAX_STEPS = 20;

    private final RedisLane lane;
    private final RedisKeys keys;

    Trimming(RedisLanes lanes, RedisKeys keys) {
        this.lane = lanes.topics();
        this.keys = keys;
    }

    /**
     * A partition after trimming.
     *
     * @param length how many entries it has
     * @param keeper the group that keeps the oldest of them; {@code null} if none does
     */
    record Trimmed(long length, String keeper) {}

    /** Trims a partition towards {@code length}, as far as every group has finished. */
    CompletionStage<Trimmed> trim(String topic, int partition, long length) {
        return groups(topic).thenCompose(groups -> trim(topic, partition, length, groups, MAX_STEPS));
    }

    /** Removes nothing. */
    CompletionStage<Trimmed> look(String topic, int partition) {
        return groups(topic)
                .thenCompose(groups -> step(topic, partition, 0, 0, groups))
                .thenApply(Trimming::trimmed);
    }

    private CompletionStage<Trimmed> trim(String topic, int partition, long length, List<String> groups, int steps) {
        return step(topic, partition, length, STEP, groups).thenCompose(reply -> {
            boolean progress = Replies.number(reply, 1) > 0;
            return progress && steps > 1 && Replies.number(reply, 0) > length
                    ? trim(topic, partition, length, groups, steps - 1)
                    : CompletableFuture.completedStage(trimmed(reply));
        });
    }

    private CompletionStage<Response> step(String topic, int partition, long length, int most, List<String> groups) {
        List<String> args = new ArrayList<>(List.of(String.valueOf(length), String.valueOf(most)));
        args.addAll(groups);
        return lane.call(new ScriptCall(Script.TRIM, List.of(keys.stream(topic, partition)), args));
    }

    private CompletionStage<List<String>> groups(String topic) {
        return lane.send(Request.cmd(Command.SMEMBERS).arg(keys.groups(topic)))
                .thenApply(names -> names.stream().map(Response::toString).toList());
    }

    private static Trimmed trimmed(Response reply) {
        return new Trimmed(Replies.number(reply, 0), Replies.text(reply, 2));
    }
}
