package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.coordination.Beat;
import dev.streamlane.coordination.Leases.Acquisition.Granted;
import dev.streamlane.coordination.Pause;
import dev.streamlane.coordination.Wakeups;
import dev.streamlane.group.Groups;
import dev.streamlane.testing.Scene;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisGroupsTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private final Scene scene = new Scene(REDIS);
    private Groups groups;

    @BeforeEach
    void givenATopicWithAMember() {
        groups = new RedisGroups(REDIS.lanes(), REDIS.keys());
        get(REDIS.topics().ensure(TOPIC, SETTINGS, 10));
        beat(true);
    }

    @Test
    void thereIsNoPauseForAGroupThatNobodyKnows() {
        REDIS.run("FLUSHALL");

        assertThat(get(groups.pause(GROUP, true))).isEmpty();
        assertThat(REDIS.number("DBSIZE")).isZero();
    }

    @Test
    void aPauseIsInEachBeatAndInEachPartitionAlsoOneWithoutALease() {
        Pause pause = get(groups.pause(GROUP, true)).orElseThrow();

        assertThat(beat(false).pause()).isEqualTo(pause);
        for (int partition = 0; partition < SETTINGS.partitions(); partition++) {
            assertThat(REDIS.text("HGET", REDIS.keys().lease(GROUP, partition), "paused"))
                    .isEqualTo("1");
        }
    }

    @Test
    void whoAcquiresAPartitionThatShowsNoPauseShowsIt() {
        get(groups.pause(GROUP, true));
        REDIS.run("DEL", REDIS.keys().lease(GROUP, 0));

        Granted granted = scene.acquire(ANN, LONG);

        assertThat(REDIS.leases()
                        .renew(GROUP, Map.of(0, granted.epoch()), ANN, LONG)
                        .get(0)
                        .pause()
                        .paused())
                .isTrue();
    }

    @Test
    void ofTwoChangesTheLaterOneHasTheHigherVersionAlsoWhenTheClockWasSetBackBetweenThem() {
        REDIS.run("HSET", REDIS.keys().group(GROUP), "version", "9000000000000000");

        Pause pause = get(groups.pause(GROUP, true)).orElseThrow();

        assertThat(pause.version()).isEqualTo(9_000_000_000_000_001L);
    }

    @Test
    void aTopicThatWasLostIsPausedNoMoreThoughItsPartitionsSaySo() {
        Pause pause = get(groups.pause(GROUP, true)).orElseThrow();
        REDIS.run("DEL", REDIS.keys().group(GROUP));

        Pause found = beat(false).pause();

        assertThat(found.paused()).isFalse();
        assertThat(found.newerThan(pause)).isTrue();
    }

    @Test
    void allAreWokenWhenThePartitionsShowIt() {
        AtomicInteger woken = new AtomicInteger();
        RedisWakeups wakeups =
                new RedisWakeups(REDIS.lanes(), REDIS.keys(), new ExpiryNotifications(REDIS.lanes(), false));
        try (Wakeups.Subscription ignored = wakeups.ofGroup(GROUP).subscribe(woken::incrementAndGet)) {
            await().untilAtomic(woken, org.hamcrest.Matchers.greaterThan(0));
            int before = woken.get();

            get(groups.pause(GROUP, false));

            await().until(() -> woken.get() > before);
        } finally {
            wakeups.close();
        }
    }

    private Beat beat(boolean joining) {
        return REDIS.membership().heartbeat(GROUP, ANN, joining, LONG, List.of());
    }
}
