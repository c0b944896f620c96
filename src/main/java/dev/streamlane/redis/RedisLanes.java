package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The connections of this process, and the tick by which their commands time out. What must not wait for another's large
 * replies has a lane of its own: a heartbeat is never late because jobs are big.
 */
@Singleton
final class RedisLanes {
    /** A time limit is kept to an eighth. */
    private static final int TICKS_PER_TIMEOUT = 8;

    private final Redis redis;
    private final Vertx vertx;
    private final StreamlaneConfig.Redis settings;
    private final long tickMillis;
    private final long timer;
    private final Set<RedisLane> lanes = ConcurrentHashMap.newKeySet();
    private final RedisLane coordination;
    private final RedisLane consumption;
    private final RedisLane topics;
    private final AtomicLong tick = new AtomicLong();
    private volatile boolean closed;

    @Inject
    RedisLanes(Redis redis, Vertx vertx, StreamlaneConfig config) {
        this(redis, vertx, config.redis());
    }

    RedisLanes(Redis redis, Vertx vertx, StreamlaneConfig.Redis settings) {
        this.redis = redis;
        this.vertx = vertx;
        this.settings = settings;
        this.tickMillis = Math.max(1, settings.timeout().toMillis() / TICKS_PER_TIMEOUT);
        this.coordination = open();
        this.consumption = open();
        this.topics = open();
        this.timer = vertx.setPeriodic(tickMillis, id -> advance());
    }

    /** For memberships, leases, and what becomes of streams and their locks. */
    RedisLane coordination() {
        return coordination;
    }

    /** For reading and acknowledging jobs, and reading assignments of streams. */
    RedisLane consumption() {
        return consumption;
    }

    /** For topics and retention. */
    RedisLane topics() {
        return topics;
    }

    /** A further lane, which connects when it is first used, but never again once all are closed. */
    RedisLane open() {
        RedisLane lane = new RedisLane(vertx, connector(), settings.timeout(), this::deadline);
        lanes.add(lane);
        if (closed) {
            lane.close();
        }
        return lane;
    }

    /** Closes a lane that {@link #open} gave. */
    void close(RedisLane lane) {
        lanes.remove(lane);
        lane.close();
    }

    Connector connector() {
        return new Connector(redis, vertx, settings.timeout());
    }

    Vertx vertx() {
        return vertx;
    }

    StreamlaneConfig.Redis settings() {
        return settings;
    }

    /** Waits for a stage of a lane, on a thread that may block. */
    <T> T await(CompletionStage<T> stage) {
        // The lane ends it in time; twice the time is for an event loop that cannot.
        long limit = 2 * settings.timeout().toMillis();
        try {
            return stage.toCompletableFuture().get(limit, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreUnavailableException unavailable) {
                throw unavailable;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new StoreUnavailableException("Redis did not answer within " + limit + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("Interrupted while waiting for Redis", e);
        }
    }

    @PreDestroy
    void close() {
        closed = true;
        vertx.cancelTimer(timer);
        lanes.forEach(RedisLane::close);
    }

    private void advance() {
        long now = tick.incrementAndGet();
        lanes.forEach(lane -> lane.expire(now));
    }

    private long deadline(Duration limit) {
        // One more, because the present tick is partly over.
        return tick.get() + limit.toMillis() / tickMillis + 1;
    }
}
