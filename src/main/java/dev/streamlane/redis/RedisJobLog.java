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
    private final OnceKeys once;

    RedisJobLog(Writes writes, RedisKeys keys, Trimming trimming, OnceKeys once) {
        this.writes = writes;
        this.keys = keys;
        this.trimming = trimming;
        this.once = once;
    }

    @Override
    public CompletionStage<Appended> append(
            String topic, int partition, TopicSettings settings, List<NewEntry> entries) {
        boolean keyed = entries.stream().anyMatch(entry -> entry.once() != null);
        List<Part> slices = keyed
                ? once.slices(topic, partition, settings, entries, false)
                : Slices.of(keys.stream(topic, partition), topic, partition, settings, entries);
        if (slices.isEmpty()) {
            return CompletableFuture.completedStage(new Appended.Written(List.of()));
        }
        return writes.bounded(size(entries), () -> append(topic, partition, slices));
    }

    @Override
    public CompletionStage<Appended> look(String topic, int partition, TopicSettings settings, List<NewEntry> entries) {
        List<Part> slices = once.slices(topic, partition, settings, entries, true);
        return writes.bounded(size(entries), () -> {
            List<CompletableFuture<Written>> answers = slices.stream()
                    .map(slice -> writes.begin(partition, slice.call()))
                    .toList();
            return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .thenApply(done -> once.looked(
                            slices,
                            answers.stream().map(CompletableFuture::join).toList()));
        });
    }

    private static long size(List<NewEntry> entries) {
        return entries.stream().mapToLong(entry -> entry.payload().length()).sum();
    }

    private CompletionStage<Appended> append(String topic, int partition, List<Part> slices) {
        Script script = slices.get(0).call().script();
        return writes.all(partition, slices, RedisJobLog::ids, written -> {
            Written first = written.get(0);
            return switch (Replies.code(script, first.reply())) {
                case FULL -> full(topic, partition, first.reply());
                case CLASH -> CompletableFuture.completedStage(once.clash(first));
                case CROWDED -> CompletableFuture.completedStage(once.crowded(first));
                default -> CompletableFuture.completedStage(appended(script, written));
            };
        });
    }

    private CompletionStage<Appended> full(String topic, int partition, Response reply) {
        long length = Replies.number(reply, 1);
        return trimming.look(topic, partition)
                .handle((present, failure) -> failure == null ? present.keeper() : null)
                .thenApply(keeper -> new Appended.Full(length, keeper));
    }

    private static Appended appended(Script script, List<Written> slices) {
        List<String> ids = slices.stream().flatMap(slice -> ids(slice).stream()).toList();
        Written last = slices.get(slices.size() - 1);
        if (last.confirmed() && script == Script.ENQUEUE_ONCE) {
            return OnceKeys.appended(ids, slices);
        }
        return last.confirmed() ? new Appended.Written(ids) : new Appended.Unconfirmed(ids, last.replicas());
    }

    /** The entry IDs that a script gave. */
    private static List<String> ids(Written written) {
        return List.of(Replies.text(written.reply(), 1).split(" "));
    }
}
