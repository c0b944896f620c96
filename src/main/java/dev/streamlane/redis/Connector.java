package dev.streamlane.redis;

import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes connections, one attempt at a time, and rests between attempts that fail: longer each time, up to a second. So
 * whoever tries again at once, as often as it likes, does not keep a processor busy.
 */
final class Connector {
    private static final long FIRST_REST_MILLIS = 100;
    private static final long LONGEST_REST_MILLIS = 1_000;

    /** A server that answers at all does so in this time. */
    private static final long QUIT_MILLIS = 100;

    private final Redis redis;
    private final Vertx vertx;
    private final Duration limit;
    private int failures;
    private boolean resting;
    private Handler<AsyncResult<RedisConnection>> waiting;

    /** @param limit how long an attempt may take; some refusals of a server leave the client waiting for ever */
    Connector(Redis redis, Vertx vertx, Duration limit) {
        this.redis = redis;
        this.vertx = vertx;
        this.limit = limit;
    }

    /** Connects, after a rest if the last attempts came to nothing. Not to be called again before {@code done} was. */
    void connect(Handler<AsyncResult<RedisConnection>> done) {
        synchronized (this) {
            if (resting) {
                waiting = done;
                return;
            }
        }
        attempt(done);
    }

    /** A command was answered: this server serves. */
    synchronized void served() {
        failures = 0;
    }

    /** A connection broke, or was of no use. A first time is no reason to rest: the next server may stand there already. */
    synchronized void failed() {
        failures++;
        rest();
    }

    /**
     * Closes a connection for good. {@link RedisConnection#close()} is not the way: it gives the connection back to a pool,
     * with the replies that are still to come. So the server is asked to close it. One that does not, and the other servers
     * of a cluster, are left soon after.
     */
    static void discard(Vertx vertx, RedisConnection connection) {
        connection.handler(late -> {});
        connection.send(Request.cmd(Command.QUIT));
        vertx.setTimer(QUIT_MILLIS, id -> abort(vertx, connection));
    }

    /**
     * Without the server's help: a pool keeps no connection that has seen a subscription command, but closes it. The command
     * is noted when it is written, at the latest after a while: a write to a dead peer may never be confirmed.
     */
    private static void abort(Vertx vertx, RedisConnection connection) {
        AtomicBoolean once = new AtomicBoolean();
        Runnable close = () -> {
            if (once.compareAndSet(false, true)) {
                connection.close();
            }
        };
        connection.send(Request.cmd(Command.UNSUBSCRIBE)).onComplete(written -> close.run());
        vertx.setTimer(QUIT_MILLIS, id -> close.run());
    }

    private void attempt(Handler<AsyncResult<RedisConnection>> done) {
        Promise<RedisConnection> first = Promise.promise();
        first.future().onComplete(result -> {
            if (result.failed()) {
                synchronized (this) {
                    failures = Math.max(failures, 1) + 1;
                    rest();
                }
            }
            done.handle(result);
        });
        long timer = vertx.setTimer(
                Math.max(1, limit.toMillis()),
                id -> first.tryFail(new StoreUnavailableException(
                        "Redis accepts no connection within " + limit.toMillis() + " ms", null)));
        begin().onComplete(result -> {
            vertx.cancelTimer(timer);
            boolean used = result.succeeded() ? first.tryComplete(result.result()) : first.tryFail(result.cause());
            if (!used && result.succeeded()) {
                discard(vertx, result.result());
            }
        });
    }

    private Future<RedisConnection> begin() {
        try {
            return redis.connect();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void rest() {
        if (failures < 2 || resting) {
            return;
        }
        resting = true;
        long millis = Math.min(FIRST_REST_MILLIS << Math.min(failures - 2, 10), LONGEST_REST_MILLIS);
        vertx.setTimer(millis, id -> rested());
    }

    private void rested() {
        Handler<AsyncResult<RedisConnection>> next;
        synchronized (this) {
            resting = false;
            next = waiting;
            waiting = null;
        }
        if (next != null) {
            attempt(next);
        }
    }
}
