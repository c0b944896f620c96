package dev.streamlane.redis;

import dev.streamlane.producer.JobLog;
import dev.streamlane.redis.Slices.Part;
import dev.streamlane.redis.Writes.Written;
import dev.streamlane.topic.TopicSettings;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

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
        return write(partition, slices, 0).thenCompose(first -> {
            if (Replies.code(Script.ENQUEUE, first.reply()) == Code.FULL) {
                return full(topic, partition, first.reply());
            }
            List<CompletableFuture<Written>> rest = new ArrayList<>();
            for (int i = 1; i < slices.size(); i++) {
                rest.add(write(partition, slices, i));
            }
            return CompletableFuture.allOf(rest.toArray(CompletableFuture[]::new))
                    .handle((done, failure) -> failure == null
                            ? appended(Stream.concat(
                                            Stream.of(first), rest.stream().map(CompletableFuture::join))
                                    .toList())
                            : BrokenAppend.of(slices, first, rest));
        });
    }

    private CompletableFuture<Written> write(int partition, List<Part> slices, int index) {
        return index == slices.size() - 1
                ? writes.finish(partition, slices.get(index).call())
                : writes.begin(partition, slices.get(index).call());
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
    static List<String> ids(Written written) {
        return List.of(Replies.text(written.reply(), 1).split(" "));
    }
}
