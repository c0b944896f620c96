package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.coordination.Wakeups.Channel;
import dev.streamlane.coordination.Wakeups.Subscription;
import dev.streamlane.streams.LoadBalancer.LockKey;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a Redis that tells of expired keys makes of locks that expire. */
class LockExpiriesTest {
    private static final String SERVICE = "load-balance-demo";
    private static final String LOCK = new LockKey("order-stream-0", "1-0").key();
    private static final String EXPIRED_KEYS_ONLY = "Kx";
    private static final String EVERYTHING = "AKEmn";
    private static final String NOTHING = "";

    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private final AtomicInteger woken = new AtomicInteger();
    private RedisWakeups wakeups;

    @BeforeEach
    void open() {
        wakeups = new RedisWakeups(REDIS.lanes(), REDIS.keys(), new ExpiryNotifications(REDIS.lanes(), false));
        tell(EXPIRED_KEYS_ONLY);
    }

    @AfterEach
    void close() {
        wakeups.close();
    }

    @Test
    void anExpiredLockWakesAStreamService() {
        listen();

        expire(LOCK);

        awaitWoken();
    }

    @Test
    void anExpiredLockWakesAllStreamServicesOfTheProcessForItDoesNotSayWhoseItIs() {
        AtomicInteger other = new AtomicInteger();
        listen(wakeups.ofService("other"), other);
        listen();

        expire(LOCK);

        awaitWoken();
        await().until(() -> other.get() > 0);
    }

    @Test
    void anExpiredLockWakesNobodyIfRedisDoesNotTell() {
        tell(NOTHING);
        listen();

        expire(LOCK);

        assertThatNobodyWasWoken();
    }

    @Test
    void nothingElseThatHappensToLocksOrToOtherKeysWakes() {
        tell(EVERYTHING);
        listen();

        REDIS.run("SET", LOCK, "redis-consumer-ann", "NX", "PX", 60_000);
        REDIS.run("PEXPIRE", LOCK, 60_000);
        REDIS.run("DEL", LOCK);
        expire("another-key");
        expire("expired");

        assertThatNobodyWasWoken();
    }

    @Test
    void anExpiredLockWakesNoGroup() {
        AtomicInteger group = new AtomicInteger();
        listen(wakeups.ofGroup(GROUP), group);
        listen();

        expire(LOCK);

        awaitWoken();
        assertThat(group).hasValue(0);
    }

    @Test
    void g8_locksThatExpireInABurstWakeAFewTimes() {
        listen();
        long before = REDIS.time();

        expire(IntStream.range(0, 500)
                .mapToObj(i -> new LockKey("order-stream-" + i, "1-0").key())
                .toArray(String[]::new));

        REDIS.run("PUBLISH", REDIS.keys().serviceWake(SERVICE), "");
        awaitWoken();
        assertThat(woken.get()).isLessThanOrEqualTo((int) (REDIS.time() - before) / 500 + 2);
    }

    @Test
    void locksAreListenedToOnceForAllStreamServicesAndNotWithoutAny() {
        listen(wakeups.ofGroup(GROUP), new AtomicInteger());
        assertThat(patterns()).isZero();

        Subscription first = listen();
        AtomicInteger other = new AtomicInteger();
        Subscription second = listen(wakeups.ofService("other"), other);
        assertThat(patterns()).isEqualTo(1);
        first.close();
        expire(LOCK);
        await().until(() -> other.get() > 0);

        second.close();

        await().until(() -> patterns() == 0);
    }

    @Test
    void nobodyIsWokenAfterTheEndOfItsSubscription() {
        AtomicInteger other = new AtomicInteger();
        listen(wakeups.ofService("other"), other);
        listen().close();

        expire(LOCK);

        await().until(() -> other.get() > 0);
        assertThat(woken).hasValue(0);
    }

    @Test
    void g7_locksAreListenedToAgainAfterTheLossOfTheConnection() {
        listen();

        REDIS.killConnections("pubsub");
        awaitWoken();
        await().until(() -> patterns() == 1);
        woken.set(0);
        expire(LOCK);

        awaitWoken();
    }

    private Subscription listen() {
        return listen(wakeups.ofService(SERVICE), woken);
    }

    private static Subscription listen(Channel channel, AtomicInteger woken) {
        Subscription subscription = channel.subscribe(woken::incrementAndGet);
        await().until(() -> woken.get() > 0);
        woken.set(0);
        return subscription;
    }

    /** Lets keys expire; when it returns, Redis has told of it if it does. */
    private static void expire(String... keys) {
        for (String key : keys) {
            REDIS.run("SET", key, "redis-consumer-ann", "PX", 1);
        }
        await().until(() -> REDIS.number("EXISTS", (Object[]) keys) == 0);
    }

    /** What Redis told of before this is heard before it. */
    private void assertThatNobodyWasWoken() {
        REDIS.run("PUBLISH", REDIS.keys().serviceWake(SERVICE), "the end");
        awaitWoken();
        assertThat(woken).hasValue(1);
    }

    private void awaitWoken() {
        await().until(() -> woken.get() > 0);
    }

    private static long patterns() {
        return REDIS.number("PUBSUB", "NUMPAT");
    }

    private static void tell(String flags) {
        REDIS.run("CONFIG", "SET", "notify-keyspace-events", flags);
    }
}
