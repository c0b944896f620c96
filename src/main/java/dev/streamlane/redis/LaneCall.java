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
    private volatile RedisConnection connection;

    LaneCall(Function<RedisConnection, Future<T>> operation, Duration limit, long deadline) {
        this.operation = operation;
        this.limit = limit;
        this.deadline = deadline;
    }

    Future<T> start(RedisConnection target) {
        connection = target;
        try {
            return operation.apply(target);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    void fail(String message) {
        completeExceptionally(new StoreUnavailableException(message, null));
    }

    boolean expires(long tick) {
        return tick >= deadline;
    }

    Duration limit() {
        return limit;
    }

    /** Where it was sent; {@code null} before that. */
    RedisConnection connection() {
        return connection;
    }
}
