package dev.streamlane.redis;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Waits for new entries of one stream: on a connection of its own while there are places for that, else by looking now and
 * then. A connection that died silently is noticed when the wait should have ended.
 */
final class Arrivals {
    private final RedisLanes lanes;
    private final String stream;
    private final WaitingPlaces places;
    private RedisLane own;
    private CompletableFuture<Boolean> current = new CompletableFuture<>();
    private volatile CompletionStage<Response> reading = CompletableFuture.completedStage(null);
    private boolean closed;

    Arrivals(RedisLanes lanes, String stream, WaitingPlaces places) {
        this.lanes = lanes;
        this.stream = stream;
        this.places = places;
    }

    /**
     * Whether there is an entry after {@code after}, as soon as there is, or after {@code limit}; {@code false} if closed.
     */
    CompletionStage<Boolean> await(String after, Duration limit) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        RedisLane lane;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedStage(false);
            }
            if (own == null && places.take()) {
                own = lanes.open();
            }
            lane = own;
            current = result;
        }
        long millis = Math.max(1, limit.toMillis());
        if (lane != null) {
            CompletionStage<Response> read =
                    lane.run(target -> target.send(read(after, millis)), Duration.ofMillis(millis));
            reading = read;
            finish(read, result);
        } else {
            look(after, millis, result);
        }
        return result;
    }

    /** The wait ends at once; its connection when Redis has answered: cutting it off gains nothing. */
    void close() {
        CompletableFuture<Boolean> ended;
        RedisLane last;
        synchronized (this) {
            closed = true;
            ended = current;
            last = own;
            own = null;
        }
        ended.complete(false);
        if (last != null) {
            reading.whenComplete((reply, failure) -> {
                lanes.close(last);
                places.giveBack();
            });
        }
    }

    private void look(String after, long millisLeft, CompletableFuture<Boolean> result) {
        CompletionStage<Response> found = lanes.consumption().send(read(after, 0));
        found.whenComplete((reply, failure) -> {
            long pause = Math.min(pollMillis(), millisLeft);
            if (result.isDone() || failure != null || reply != null || pause <= 0) {
                finish(found, result);
            } else {
                lanes.vertx().setTimer(pause, id -> look(after, millisLeft - pause, result));
            }
        });
    }

    /** A failure is passed on after a pause: the caller will only ask again. */
    private void finish(CompletionStage<Response> found, CompletableFuture<Boolean> result) {
        Vertx vertx = lanes.vertx();
        found.whenComplete((reply, failure) -> {
            if (failure == null) {
                result.complete(reply != null);
            } else {
                vertx.setTimer(pollMillis(), id -> result.completeExceptionally(Replies.unwrap(failure)));
            }
        });
    }

    private long pollMillis() {
        return Math.max(1, lanes.settings().poll().toMillis());
    }

    /** Without a group, so that it changes nothing; {@code blockMillis} 0 does not wait. */
    private Request read(String after, long blockMillis) {
        Request read = Request.cmd(Command.XREAD).arg("COUNT").arg(1);
        if (blockMillis > 0) {
            read.arg("BLOCK").arg(blockMillis);
        }
        return read.arg("STREAMS").arg(stream).arg(after);
    }
}
