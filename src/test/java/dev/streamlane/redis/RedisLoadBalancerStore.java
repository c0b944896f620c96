package dev.streamlane.redis;

import static dev.streamlane.testing.Stages.get;
import static org.awaitility.Awaitility.await;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.redis.RedisLoadBalancers.Limits;
import dev.streamlane.streams.LoadBalancer;
import dev.streamlane.streams.LoadBalancer.LockKey;
import dev.streamlane.streams.LoadBalancerStore;
import dev.streamlane.testing.ManualClock;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** A real Load Balancer Stream; what is not a replica's is done by plain commands. */
final class RedisLoadBalancerStore implements LoadBalancerStore {
    static final String SERVICE = "orders";
    static final String INPUT = "orders-input";
    static final String GROUP = "orders-group";
    static final int LOCKS_PER_CALL = 500;

    private final RedisFixture redis;
    private final ManualClock clock = new ManualClock();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private RedisConnection listener;
    private int markers;

    RedisLoadBalancerStore(RedisFixture redis) {
        this.redis = redis;
    }

    @Override
    public LoadBalancer open(Consumer me, Duration lockTtl) {
        return open(me, lockTtl, LOCKS_PER_CALL);
    }

    LoadBalancer open(Consumer me, Duration lockTtl, int locksPerCall) {
        return open(me, lockTtl, locksPerCall, Runnable::run);
    }

    LoadBalancer open(Consumer me, Duration lockTtl, Executor thread) {
        return open(me, lockTtl, LOCKS_PER_CALL, thread);
    }

    private LoadBalancer open(Consumer me, Duration lockTtl, int locksPerCall, Executor thread) {
        return new RedisLoadBalancers(
                        redis.lanes(),
                        redis.keys(),
                        new WaitingPlaces(8),
                        me,
                        clock::nanos,
                        new Limits(lockTtl, MAX_INFO, RedisFixture.MAX_DEAD_LETTERS, locksPerCall))
                .open(SERVICE, thread);
    }

    @Override
    public String add(String assignment) {
        return assignment == null
                ? redis.text("XADD", INPUT, "*", "other", "field")
                : redis.text("XADD", INPUT, "*", "lbs-input", assignment);
    }

    @Override
    public void remove(String entryId) {
        redis.run("XDEL", INPUT, entryId);
    }

    @Override
    public void foreignTake(String consumer) {
        redis.run("XREADGROUP", "GROUP", GROUP, consumer, "STREAMS", INPUT, ">");
    }

    @Override
    public boolean foreignClaim(String consumer, String entryId, Duration minIdle) {
        return redis.run("XCLAIM", INPUT, GROUP, consumer, minIdle.toMillis(), entryId)
                        .size()
                > 0;
    }

    @Override
    public void age(String entryId, Duration idle) {
        Response pending =
                redis.run("XPENDING", INPUT, GROUP, entryId, entryId, 1).get(0);
        redis.run("XCLAIM", INPUT, GROUP, pending.get(1), 0, entryId, "IDLE", idle.toMillis(), "JUSTID");
    }

    @Override
    public void foreignDone(String entryId) {
        redis.run("XACK", INPUT, GROUP, entryId);
        redis.run("XDEL", INPUT, entryId);
    }

    @Override
    public boolean lock(LockKey key, String value, Duration ttl) {
        return redis.run("SET", key.key(), value, "NX", "PX", ttl.toMillis()) != null;
    }

    @Override
    public void unlock(LockKey key) {
        redis.run("DEL", key.key());
    }

    @Override
    public Optional<String> lockedBy(LockKey key) {
        return Optional.ofNullable(redis.text("GET", key.key()));
    }

    @Override
    public List<Map<String, String>> deadLetters() {
        List<Map<String, String>> letters = new ArrayList<>();
        for (Response row : redis.run("XRANGE", redis.keys().deadLetter(), "-", "+")) {
            Map<String, String> letter = new HashMap<>();
            for (int i = 0; i < row.get(1).size(); i += 2) {
                letter.put(Replies.text(row.get(1), i), Replies.text(row.get(1), i + 1));
            }
            letters.add(letter);
        }
        return letters;
    }

    /** All messages up to one of our own, which comes after them. */
    @Override
    public int wakeUps() {
        if (listener == null) {
            listener =
                    get(Redis.createClient(redis.vertx(), redis.server().uri().toString())
                            .connect()
                            .toCompletionStage());
            listener.handler(message -> messages.add(Replies.text(message, 2)));
            listener.send(Request.cmd(Command.SUBSCRIBE).arg(redis.keys().serviceWake(SERVICE)));
            await().until(() -> redis.number("PUBLISH", redis.keys().serviceWake(SERVICE), "first") == 1);
        }
        String marker = "marker " + markers++;
        redis.run("PUBLISH", redis.keys().serviceWake(SERVICE), marker);
        await().until(() -> messages.contains(marker));
        return (int) messages.stream()
                .filter(message -> !message.startsWith("marker"))
                .count();
    }

    @Override
    public void advance(Duration duration) {
        redis.advance(duration);
    }

    /** The replicas' own clock. */
    ManualClock clock() {
        return clock;
    }

    /** Stops listening. */
    void close() {
        if (listener != null) {
            Connector.discard(redis.vertx(), listener);
        }
    }
}
