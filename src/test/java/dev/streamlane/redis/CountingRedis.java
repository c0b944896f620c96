package dev.streamlane.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts attempts to connect. Like the client that Quarkus injects, it hides what is behind it. */
final class CountingRedis implements Redis {
    private final Redis actual;
    private final AtomicInteger connects = new AtomicInteger();

    CountingRedis(Redis actual) {
        this.actual = actual;
    }

    int connects() {
        return connects.get();
    }

    @Override
    public Future<RedisConnection> connect() {
        connects.incrementAndGet();
        return actual.connect();
    }

    @Override
    public Redis connect(Handler<AsyncResult<RedisConnection>> handler) {
        connect().onComplete(handler);
        return this;
    }

    @Override
    public void close() {
        actual.close();
    }

    @Override
    public Future<Response> send(Request command) {
        return actual.send(command);
    }

    @Override
    public Future<List<Response>> batch(List<Request> commands) {
        return actual.batch(commands);
    }
}
