package dev.streamlane.redis;

import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One long-lived connection that commands are sent on, in the order of the calls, without waiting for each other's replies.
 * It connects when it is first needed and after each loss; calls wait for that within their own time limit. A command that
 * gets no answer in time condemns the connection: nobody knows whether what was sent after it will get one.
 *
 * <p>Time is counted in ticks that {@link RedisLanes} gives, not read off a clock: if this process was stopped for a while,
 * the answers that came meanwhile are still taken.
 */
final class RedisLane implements AutoCloseable {
    /** How many commands may be under way: a bound on memory, many times what one connection answers within a tick. */
    private static final int MAX_CALLS = 4096;

    private final Vertx vertx;
    private final Connector connector;
    private final Duration timeout;
    private final ToLongFunction<Duration> deadline;
    private final Set<LaneCall<?>> calls = ConcurrentHashMap.newKeySet();
    private List<LaneCall<?>> waiting = new ArrayList<>();
    private RedisConnection connection;
    private boolean connecting;
    private boolean closed;

    /** No call expires before this tick. */
    private volatile long earliest = Long.MAX_VALUE;

    /** @param deadline the tick at which something is over that may take so long from now */
    RedisLane(Vertx vertx, Connector connector, Duration timeout, ToLongFunction<Duration> deadline) {
        this.vertx = vertx;
        this.connector = connector;
        this.timeout = timeout;
        this.deadline = deadline;
    }

    /** Runs a script. Fails with {@link StoreUnavailableException} only, as everything here. */
    CompletableFuture<Response> call(ScriptCall script) {
        return run(script::send, Duration.ZERO);
    }

    /** Sends one command. */
    CompletableFuture<Response> send(Request request) {
        return run(target -> target.send(request), Duration.ZERO);
    }

    /**
     * Does something with the connection.
     *
     * @param blocking for how long Redis may keep the reply back, beyond the usual time limit
     */
    <T> CompletableFuture<T> run(Function<RedisConnection, Future<T>> operation, Duration blocking) {
        Duration limit = timeout.plus(blocking);
        LaneCall<T> call = new LaneCall<>(operation, limit, deadline.applyAsLong(limit));
        boolean connect = false;
        Runnable sent = () -> {};
        synchronized (this) {
            if (closed) {
                call.fail("The connection to Redis was closed");
            } else if (calls.size() >= MAX_CALLS) {
                call.fail("Too many commands wait for Redis");
            } else {
                calls.add(call);
                earliest = Math.min(earliest, call.deadline());
                if (connection != null) {
                    sent = send(call, connection);
                } else {
                    waiting.add(call);
                    connect = !connecting;
                    connecting = true;
                }
            }
        }
        sent.run();
        if (connect) {
            connector.connect(this::connected);
        }
        return call;
    }

    /** Fails what has taken too long at this tick. */
    void expire(long tick) {
        if (tick < earliest) {
            return;
        }
        for (LaneCall<?> call : expired(tick)) {
            calls.remove(call);
            lose(call.connection());
            call.fail("Redis did not answer within " + call.limit().toMillis() + " ms");
        }
    }

    private synchronized List<LaneCall<?>> expired(long tick) {
        List<LaneCall<?>> expired = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (LaneCall<?> call : calls) {
            if (call.deadline() <= tick) {
                expired.add(call);
            } else {
                next = Math.min(next, call.deadline());
            }
        }
        earliest = next;
        return expired;
    }

    @Override
    public void close() {
        RedisConnection last;
        synchronized (this) {
            closed = true;
            waiting = new ArrayList<>();
            last = connection;
            connection = null;
        }
        if (last != null) {
            Connector.discard(vertx, last);
        }
        calls.forEach(call -> call.fail("The connection to Redis was closed"));
        calls.clear();
    }

    private void connected(AsyncResult<RedisConnection> result) {
        List<LaneCall<?>> ready;
        List<Runnable> sent = new ArrayList<>();
        boolean unwanted;
        synchronized (this) {
            connecting = false;
            unwanted = closed;
            ready = waiting;
            waiting = new ArrayList<>();
            if (result.succeeded() && !closed) {
                connection = result.result();
                connection.endHandler(end -> lose(result.result()));
                connection.exceptionHandler(failure -> lose(result.result()));
                ready.forEach(call -> sent.add(send(call, connection)));
            }
        }
        sent.forEach(Runnable::run);
        if (result.failed()) {
            RedisFailure failure = RedisFailure.of(result.cause());
            calls.removeAll(ready);
            ready.forEach(call -> call.completeExceptionally(failure.beforehand()));
        } else if (unwanted) {
            Connector.discard(vertx, result.result());
        }
    }

    /** Writes under the lock, so that commands go out in the order of the calls; the reply is to be awaited outside of it. */
    private <T> Runnable send(LaneCall<T> call, RedisConnection target) {
        if (!call.begin(target)) {
            return () -> {};
        }
        Future<T> reply = call.start();
        return () -> reply.onComplete(result -> answered(call, target, result));
    }

    private <T> void answered(LaneCall<T> call, RedisConnection from, AsyncResult<T> result) {
        calls.remove(call);
        if (result.succeeded()) {
            connector.served();
            call.complete(result.result());
            return;
        }
        RedisFailure failure = RedisFailure.of(result.cause());
        if (failure.losesConnection()) {
            lose(from);
        } else {
            connector.served();
        }
        call.completeExceptionally(failure.exception());
    }

    private void lose(RedisConnection lost) {
        synchronized (this) {
            if (lost == null || connection != lost) {
                return;
            }
            connection = null;
        }
        connector.failed();
        Connector.discard(vertx, lost);
    }
}
