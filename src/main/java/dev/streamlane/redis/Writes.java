package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.producer.JobLog.Appended;
import dev.streamlane.redis.Slices.Part;
import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How producers write: within bounds, and confirmed by as many of Redis' replicas as is asked for. */
@Singleton
final class Writes {
    /** {@code WAIT} holds up what is behind it on its connection, so writes are spread over some. */
    private static final int WAITING_LANES = 4;

    /** Texts that wait for Redis are held in memory twice, by us and on their way into the socket. */
    private static final long MAX_CHARACTERS = 64 << 20;

    private final List<RedisLane> lanes;
    private final int waitReplicas;
    private final Duration waitTimeout;
    private final AtomicLong characters = new AtomicLong();

    @Inject
    Writes(RedisLanes lanes, StreamlaneConfig config) {
        this(lanes, config.enqueue().waitReplicas(), config.enqueue().waitTimeout());
    }

    Writes(RedisLanes lanes, int waitReplicas, Duration waitTimeout) {
        this.lanes = IntStream.range(0, waitReplicas == 0 ? 1 : WAITING_LANES)
                .mapToObj(i -> lanes.open())
                .toList();
        this.waitReplicas = waitReplicas;
        this.waitTimeout = waitTimeout;
    }

    /**
     * What a write came to.
     *
     * @param reply what the script said
     * @param replicas how many of Redis' replicas have confirmed it, if any were asked
     * @param confirmed whether these are enough
     */
    record Written(Response reply, int replicas, boolean confirmed) {}

    /** Makes a call that holds texts in memory until it ends, unless too many wait already. */
    <T> CompletionStage<T> bounded(long size, Supplier<CompletionStage<T>> call) {
        // What comes alone is taken, however large: it is in memory already.
        if (characters.addAndGet(size) > MAX_CHARACTERS && characters.get() > size) {
            characters.addAndGet(-size);
            return CompletableFuture.failedStage(
                    new StoreUnavailableException("Too much data waits for Redis", null, true));
        }
        return call.get().whenComplete((done, failure) -> characters.addAndGet(-size));
    }

    /**
     * Writes something that is only part of it: what is {@link #finish finished} after it confirms both.
     *
     * @param place writes of one place go one after another
     */
    CompletableFuture<Written> begin(int place, ScriptCall call) {
        return lane(place).call(call).thenApply(reply -> new Written(reply, 0, true));
    }

    /** Writes something, and has it confirmed. */
    CompletableFuture<Written> finish(int place, ScriptCall call) {
        return waitReplicas == 0
                ? begin(place, call)
                : lane(place).run(connection -> writeAndWait(connection, call), waitTimeout);
    }

    /**
     * Writes the parts of a batch, of which the first makes sure that there is room for all. If that says anything but {@link
     * Code#TAKEN}, it is the only one that was asked.
     *
     * @param parts of one script, at least one
     * @param ids the entry IDs that a part got, each {@code null} for entries without
     * @param result of the parts that were asked, if nothing failed
     */
    CompletionStage<Appended> all(
            int place,
            List<Part> parts,
            Function<Written, List<String>> ids,
            Function<List<Written>, CompletionStage<Appended>> result) {
        return write(place, parts, 0).thenCompose(first -> {
            if (!taken(parts.get(0), first)) {
                return result.apply(List.of(first));
            }
            List<CompletableFuture<Written>> rest = IntStream.range(1, parts.size())
                    .mapToObj(i -> write(place, parts, i).thenApply(written -> requireTaken(parts.get(i), written)))
                    .toList();
            return CompletableFuture.allOf(rest.toArray(CompletableFuture[]::new))
                    .handle((done, failure) -> failure == null
                            ? result.apply(Stream.concat(
                                            Stream.of(first), rest.stream().map(CompletableFuture::join))
                                    .toList())
                            : CompletableFuture.<Appended>completedStage(BrokenAppend.of(parts, first, rest, ids)))
                    .thenCompose(appended -> appended);
        });
    }

    /** That a part fits was seen before the first one was written. */
    private static Written requireTaken(Part part, Written written) {
        if (!taken(part, written)) {
            throw new StoreUnavailableException("Somebody else has used an idempotency key meanwhile", null, true);
        }
        return written;
    }

    private static boolean taken(Part part, Written written) {
        return Replies.code(part.call().script(), written.reply()) == Code.TAKEN;
    }

    private CompletableFuture<Written> write(int place, List<Part> parts, int index) {
        ScriptCall call = parts.get(index).call();
        return index == parts.size() - 1 ? finish(place, call) : begin(place, call);
    }

    private RedisLane lane(int place) {
        return lanes.get(Math.floorMod(place, lanes.size()));
    }

    /** In one batch, because WAIT concerns what its own connection wrote, and names no key that a cluster could route by. */
    private Future<Written> writeAndWait(RedisConnection connection, ScriptCall call) {
        Request confirm = Request.cmd(Command.WAIT).arg(waitReplicas).arg(Math.max(1, waitTimeout.toMillis()));
        return connection
                .batch(List.of(call.byDigest(), confirm))
                .recover(failure -> RedisFailure.isNoScript(failure)
                        ? connection.batch(List.of(call.withText(), confirm))
                        : Future.failedFuture(failure))
                .map(replies -> {
                    int replicas = replies.get(1).toInteger();
                    return new Written(replies.get(0), replicas, replicas >= waitReplicas);
                });
    }
}
