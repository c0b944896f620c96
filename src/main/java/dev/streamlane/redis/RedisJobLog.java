package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.producer.JobLog;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TopicSettings;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Appends jobs. A large batch is written in slices, so that Redis serves others in between: the first one makes sure that
 * there is room for all, so that a full partition takes none; the others follow without that check, and may find that
 * somebody else has filled the room meanwhile, which they then exceed.
 */
@Singleton
final class RedisJobLog implements JobLog {
    /** {@code WAIT} holds up what is behind it on its connection, so partitions are spread over some. */
    private static final int WAITING_LANES = 4;

    /** Payloads that wait for Redis are held in memory twice, by us and on their way into the socket. */
    private static final long MAX_CHARACTERS = 64 << 20;

    private final List<RedisLane> lanes;
    private final RedisKeys keys;
    private final Trimming trimming;
    private final int waitReplicas;
    private final Duration waitTimeout;
    private final AtomicLong characters = new AtomicLong();

    @Inject
    RedisJobLog(RedisLanes lanes, RedisKeys keys, Trimming trimming, StreamlaneConfig config) {
        this(
                lanes,
                keys,
                trimming,
                config.enqueue().waitReplicas(),
                config.enqueue().waitTimeout());
    }

    RedisJobLog(RedisLanes lanes, RedisKeys keys, Trimming trimming, int waitReplicas, Duration waitTimeout) {
        this.lanes = IntStream.range(0, waitReplicas == 0 ? 1 : WAITING_LANES)
                .mapToObj(i -> lanes.open())
                .toList();
        this.keys = keys;
        this.trimming = trimming;
        this.waitReplicas = waitReplicas;
        this.waitTimeout = waitTimeout;
    }

    @Override
    public CompletionStage<Appended> append(
            String topic, int partition, TopicSettings settings, List<NewEntry> entries) {
        List<ScriptCall> slices = Slices.of(keys.stream(topic, partition), topic, partition, settings, entries);
        if (slices.isEmpty()) {
            return CompletableFuture.completedStage(new Appended.Written(List.of()));
        }
        long size =
                entries.stream().mapToLong(entry -> entry.payload().length()).sum();
        // A batch that comes alone is taken, however large: it is in memory already.
        if (characters.addAndGet(size) > MAX_CHARACTERS && characters.get() > size) {
            characters.addAndGet(-size);
            return CompletableFuture.failedStage(new StoreUnavailableException("Too many jobs wait for Redis", null));
        }
        return append(topic, partition, slices).whenComplete((done, failure) -> characters.addAndGet(-size));
    }

    private CompletionStage<Appended> append(String topic, int partition, List<ScriptCall> slices) {
        RedisLane lane = lanes.get(partition % lanes.size());
        return write(lane, slices.get(0), slices.size() == 1).thenCompose(first -> {
            if (first.code() == Code.FULL) {
                return full(topic, partition, first);
            }
            List<CompletableFuture<Slice>> rest = new ArrayList<>();
            for (int i = 1; i < slices.size(); i++) {
                rest.add(write(lane, slices.get(i), i == slices.size() - 1));
            }
            return CompletableFuture.allOf(rest.toArray(CompletableFuture[]::new))
                    .thenApply(done -> appended(
                            Stream.concat(Stream.of(first), rest.stream().map(CompletableFuture::join))
                                    .toList()));
        });
    }

    /** One slice's outcome; {@code replicas} is how many have confirmed it, if it was asked. */
    private record Slice(Response reply, int replicas) {
        Code code() {
            return Replies.code(Script.ENQUEUE, reply);
        }

        Stream<String> entryIds() {
            return Stream.of(Replies.text(reply, 1).split(" "));
        }
    }

    private CompletionStage<Appended> full(String topic, int partition, Slice slice) {
        long length = Replies.number(slice.reply(), 1);
        return trimming.look(topic, partition)
                .handle((present, failure) -> failure == null ? present.keeper() : null)
                .thenApply(keeper -> new Appended.Full(length, keeper));
    }

    private Appended appended(List<Slice> slices) {
        List<String> ids = slices.stream().flatMap(Slice::entryIds).toList();
        int replicas = slices.get(slices.size() - 1).replicas();
        return replicas < waitReplicas ? new Appended.Unconfirmed(ids, replicas) : new Appended.Written(ids);
    }

    private CompletableFuture<Slice> write(RedisLane lane, ScriptCall call, boolean last) {
        return waitReplicas == 0 || !last
                ? lane.call(call).thenApply(reply -> new Slice(reply, waitReplicas))
                : lane.run(connection -> writeAndWait(connection, call), waitTimeout);
    }

    /** In one batch, because WAIT concerns what its own connection wrote, and names no key that a cluster could route by. */
    private Future<Slice> writeAndWait(RedisConnection connection, ScriptCall call) {
        Request confirm = Request.cmd(Command.WAIT).arg(waitReplicas).arg(Math.max(1, waitTimeout.toMillis()));
        return connection
                .batch(List.of(call.byDigest(), confirm))
                .recover(failure -> RedisFailure.isNoScript(failure)
                        ? connection.batch(List.of(call.withText(), confirm))
                        : Future.failedFuture(failure))
                .map(replies -> new Slice(replies.get(0), replies.get(1).toInteger()));
    }
}
