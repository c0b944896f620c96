package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.coordination.Wakeups.Subscription;
import dev.streamlane.partition.Assignment;
import dev.streamlane.partition.GroupId;
import dev.streamlane.testing.Scene;
import dev.streamlane.testing.Signal;
import dev.streamlane.topic.TopicChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisWakeupsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @RegisterExtension
    static final RedisFixture REDIS =
            new RedisFixture(new RedisFixture.Settings(TIMEOUT, TIMEOUT, 0, Duration.ofMillis(10)));

    private final AtomicInteger woken = new AtomicInteger();
    private RedisWakeups wakeups;

    @BeforeEach
    void subscribe() {
        wakeups = new RedisWakeups(REDIS.lanes(), REDIS.keys(), new ExpiryNotifications(REDIS.lanes(), false));
    }

    @AfterEach
    void close() {
        wakeups.close();
    }

    @Test
    void whoSubscribesIsWokenOnceBecauseSomethingMayHaveHappenedBefore() {
        wakeups.ofGroup(GROUP).subscribe(woken::incrementAndGet);

        await().until(() -> woken.get() == 1);
    }

    @Test
    void aProposalWakesTheGroup() {
        listen();

        REDIS.membership().propose(GROUP, "", Assignment.NONE);

        awaitWoken();
    }

    @Test
    void aProposalThatLosesWakesNobody() {
        REDIS.membership().propose(GROUP, "", Assignment.NONE);
        listen();

        REDIS.membership().propose(GROUP, "", Assignment.NONE);
        REDIS.run("PUBLISH", REDIS.keys().wake(GROUP), "the end");

        awaitWoken();
        assertThat(woken).hasValue(1);
    }

    @Test
    void aReleaseWakesTheGroup() {
        long epoch = new Scene(REDIS).acquire(ANN, LONG).epoch();
        listen();

        REDIS.leases().release(GROUP, 0, ANN, epoch);

        awaitWoken();
    }

    @Test
    void aMemberThatLeavesWakesTheGroup() {
        REDIS.membership().heartbeat(GROUP, ANN, true, LONG, List.of());
        listen();

        REDIS.membership().leave(GROUP, ANN, Duration.ZERO);

        awaitWoken();
    }

    @Test
    void g4_growthOfTheTopicWakesAllOfItsGroups() {
        get(REDIS.topics().ensure(TOPIC, SETTINGS, 10));
        GroupId other = new GroupId(TOPIC, "other");
        REDIS.membership().heartbeat(GROUP, ANN, true, LONG, List.of());
        REDIS.membership().heartbeat(other, ANN, true, LONG, List.of());
        AtomicInteger otherWoken = new AtomicInteger();
        wakeups.ofGroup(other).subscribe(otherWoken::incrementAndGet);
        await().until(() -> otherWoken.get() == 1);
        listen();

        get(REDIS.topics()
                .change(
                        TOPIC,
                        new TopicChange(
                                OptionalInt.of(8), OptionalLong.empty(), Optional.empty(), OptionalLong.empty())));

        awaitWoken();
        await().until(() -> otherWoken.get() == 2);
    }

    @Test
    void otherGroupsAreNotWoken() {
        listen();

        REDIS.run("PUBLISH", REDIS.keys().wake(new GroupId(TOPIC, "other")), "");
        REDIS.run("PUBLISH", REDIS.keys().wake(GROUP), "");

        awaitWoken();
        assertThat(woken).hasValue(1);
    }

    @Test
    void nobodyIsWokenAfterTheEndOfASubscription() {
        Subscription subscription = listen();
        AtomicInteger second = new AtomicInteger();
        wakeups.ofGroup(GROUP).subscribe(second::incrementAndGet);
        await().until(() -> second.get() >= 1);
        woken.set(0);
        second.set(0);

        subscription.close();
        REDIS.run("PUBLISH", REDIS.keys().wake(GROUP), "");

        await().until(() -> second.get() == 1);
        assertThat(woken).hasValue(0);
    }

    @Test
    void g7_aLostConnectionIsMadeAnewAndWakesBecauseSomethingMayHaveBeenMissed() {
        listen();

        REDIS.killConnections("pubsub");

        awaitWoken();
        woken.set(0);
        REDIS.run("PUBLISH", REDIS.keys().wake(GROUP), "");
        awaitWoken();
    }

    @Test
    void g7_aServerThatFellSilentIsLeftAndFoundAgain() {
        listen();

        REDIS.signal(Signal.STOP);
        try {
            int before = REDIS.connects();
            await().until(() -> REDIS.connects() > before);
        } finally {
            REDIS.signal(Signal.CONT);
        }

        awaitWoken();
    }

    @Test
    void g7_anotherServerInItsPlaceIsFound() {
        listen();

        REDIS.server().restartEmpty();

        awaitWoken();
    }

    @Test
    void aConnectionThatIsOnlyQuietIsKept() {
        listen();
        int before = REDIS.connects();

        REDIS.advance(TIMEOUT.multipliedBy(3));

        assertThat(REDIS.connects()).isEqualTo(before);
        assertThat(woken).hasValue(0);
    }

    private Subscription listen() {
        Subscription subscription = wakeups.ofGroup(GROUP).subscribe(woken::incrementAndGet);
        awaitWoken();
        woken.set(0);
        return subscription;
    }

    private void awaitWoken() {
        await().until(() -> woken.get() > 0);
    }
}
