package dev.streamlane.redis;

import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.redis.client.RedisConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Something that is to be done with a connection before a certain tick. */
final class LaneCall<T> extends CompletableFuture<T> {
    private final Function<RedisConnection, Future<T>> operation;
    private final Duration limit;
    private final long deadline;
    private RedisConnection connection;
    private boolean givenUp;

    LaneCall(Function<RedisConnection, Future<T>> operation, Duration limit, long deadline) {
        this.operation = operation;
        this.limit = limit;
        this.deadline = deadline;
    }

    /** Whether it is to be sent there; not if it was given up before. */
    synchronized boolean begin(RedisConnection target) {
        if (givenUp || isDone()) {
            return false;
        }
        connection = target;
        return true;
    }

    Future<T> start() {
        try {
            return operation.apply(connection());
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    void fail(String message) {
        completeExceptionally(new StoreUnavailableException(message, null, !giveUp()));
    }

    /** It is not to be sent any more; whether it has been. */
    private synchronized boolean giveUp() {
        givenUp = true;
        return connection != null;
    }

    /** The tick at which it has taken too long. */
    long deadline() {
        return deadline;
    }

    Duration limit() {
        return limit;
    }

    /** Where it was sent; {@code null} before that. */
    synchronized RedisConnection connection() {
        return connection;
    }
}
