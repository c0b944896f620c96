package dev.streamlane.redis;

import dev.streamlane.producer.JobLog;
import dev.streamlane.redis.Slices.Part;
import dev.streamlane.redis.Writes.Written;
import dev.streamlane.topic.TopicSettings;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Appends jobs. A large batch is written in slices, so that Redis serves others in between: the first one makes sure that
 * there is room for all, so that a full partition takes none; the others follow without that check, and may find that
 * somebody else has filled the room meanwhile, which they then exceed.
 */
@Singleton
final class RedisJobLog implements JobLog {
    private final Writes writes;
    private final RedisKeys keys;
    private final Trimming trimming;

    RedisJobLog(Writes writes, RedisKeys keys, Trimming trimming) {
        this.writes = writes;
        this.keys = keys;
        this.trimming = trimming;
    }

    @Override
    public CompletionStage<Appended> append(
            String topic, int partition, TopicSettings settings, List<NewEntry> entries) {
        List<Part> slices = Slices.of(keys.stream(topic, partition), topic, partition, settings, entries);
        if (slices.isEmpty()) {
            return CompletableFuture.completedStage(new Appended.Written(List.of()));
        }
        long size =
                entries.stream().mapToLong(entry -> entry.payload().length()).sum();
        return writes.bounded(size, () -> append(topic, partition, slices));
    }

    private CompletionStage<Appended> append(String topic, int partition, List<Part> slices) {
        return writes.all(partition, slices, RedisJobLog::ids, written -> {
            Response first = written.get(0).reply();
            return Replies.code(Script.ENQUEUE, first) == Code.FULL
                    ? full(topic, partition, first)
                    : CompletableFuture.completedStage(appended(written));
        });
    }

    private CompletionStage<Appended> full(String topic, int partition, Response reply) {
        long length = Replies.number(reply, 1);
        return trimming.look(topic, partition)
                .handle((present, failure) -> failure == null ? present.keeper() : null)
                .thenApply(keeper -> new Appended.Full(length, keeper));
    }

    private static Appended appended(List<Written> slices) {
        List<String> ids = slices.stream().flatMap(slice -> ids(slice).stream()).toList();
        Written last = slices.get(slices.size() - 1);
        return last.confirmed() ? new Appended.Written(ids) : new Appended.Unconfirmed(ids, last.replicas());
    }

    /** The entry IDs that a script gave. */
    private static List<String> ids(Written written) {
        return List.of(Replies.text(written.reply(), 1).split(" "));
    }
}
