package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.BOB;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.coordination.Beat;
import dev.streamlane.coordination.Leases.Acquisition.Granted;
import dev.streamlane.coordination.Pause;
import dev.streamlane.coordination.Wakeups;
import dev.streamlane.group.GroupListing;
import dev.streamlane.group.GroupView;
import dev.streamlane.group.Groups;
import dev.streamlane.group.Groups.Creation;
import dev.streamlane.group.PartitionView;
import dev.streamlane.group.Position;
import dev.streamlane.partition.GroupId;
import dev.streamlane.testing.Scene;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.hamcrest.Matchers;
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
            await().untilAtomic(woken, Matchers.greaterThan(0));
            int before = woken.get();

            get(groups.pause(GROUP, false));

            await().until(() -> woken.get() > before);
        } finally {
            wakeups.close();
        }
    }

    @Test
    void aNewGroupBeginsInEachPartitionWhereItIsToldTo() {
        List<String> ids = scene.enqueue("a", "b", "c");
        GroupId later = new GroupId(TOPIC, "later");

        assertThat(get(groups.create(later, 4, at(ids.get(1))))).isInstanceOf(Creation.Created.class);
        assertThat(get(groups.create(later, 4, at(ids.get(1))))).isInstanceOf(Creation.Present.class);
        assertThat(get(groups.create(later, 4, at("end")))).isEqualTo(new Creation.Elsewhere(ids.get(1)));

        assertThat(get(listing().partitions(later, 0, 4)))
                .extracting(PartitionView::backlog)
                .containsExactly(3L - 1, 0L, 0L, 0L);
        assertThat(((Granted) REDIS.leases().acquire(later, 0, ANN, LONG)).lastDelivered())
                .isLessThan(ids.get(1))
                .isGreaterThanOrEqualTo(ids.get(0));
    }

    @Test
    void whatIsBehindAGroupThatBeganAtTheEndIsCountedFromThere() {
        scene.enqueue("old", "older");
        GroupId later = new GroupId(TOPIC, "later");
        get(groups.create(later, 4, at("end")));
        scene.enqueue("new");

        assertThat(backlog(later)).isEqualTo(1);

        REDIS.run("XGROUP", "DESTROY", REDIS.keys().stream(TOPIC, 0), "later");
        REDIS.leases().acquire(later, 0, ANN, LONG);
        assertThat(backlog(later)).as("created anew").isEqualTo(1);
    }

    @Test
    void whatIsBehindAGroupThatWasResetToTheEndIsCountedFromThere() {
        scene.enqueue("old", "older");
        scene.acquire(ANN, LONG);
        get(groups.reset(GROUP, 4, at("end")));
        scene.enqueue("new");

        scene.acquire(ANN, LONG);

        assertThat(backlog(GROUP)).isEqualTo(1);
    }

    @Test
    void aGroupWhoseStreamsHaveForgottenItBeginsWhereItWasToldToAndNotAtTheBeginning() {
        scene.enqueue("old");
        get(groups.create(new GroupId(TOPIC, "later"), 4, at("end")));
        List<String> ids = scene.enqueue("new");
        REDIS.run("XGROUP", "DESTROY", REDIS.keys().stream(TOPIC, 0), "later");

        long epoch = ((Granted) REDIS.leases().acquire(new GroupId(TOPIC, "later"), 0, ANN, LONG)).epoch();

        PartitionLog log =
                Scene.readable(REDIS.logs().open(new GroupId(TOPIC, "later"), 0, "ann", "ann-1", epoch, Runnable::run));
        assertThat(Scene.ids(Scene.read(log, 5))).isEqualTo(ids);
    }

    @Test
    void aResetIsCarriedOutByWhoeverAcquiresThePartitionNext() {
        List<String> ids = scene.enqueue("a", "b", "c");
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 3);
        Scene.taken(log, new Step(ids.subList(0, 1), Map.of(ids.get(1), 3), ids.subList(2, 3), null, List.of(), 0));

        long number = get(groups.reset(GROUP, 4, at(ids.get(1)))).orElseThrow();
        assertThat(beat(false).reset()).isEqualTo(number);
        assertThat(reset().done()).isZero();
        Granted granted = scene.acquire(ANN, LONG);

        assertThat(granted.reset()).isEqualTo(number);
        assertThat(reset().done()).isEqualTo(1);
        PartitionLog again = REDIS.logs().open(GROUP, 0, "ann", "ann-1", granted.epoch(), Runnable::run);
        assertThat(Scene.adoptAll(again)).isEmpty();
        assertThat(Scene.ids(Scene.read(again, 5))).isEqualTo(ids.subList(1, 3));
        assertThat(REDIS.number("EXISTS", REDIS.keys().attempts(GROUP, 0))).isZero();
        assertThat(scene.acquire(ANN, LONG).lastDelivered()).as("not again").isEqualTo(ids.get(2));
    }

    @Test
    void aResetToTheEndSkipsWhatWasThereAndNothingThatComesLater() {
        scene.enqueue("a", "b");
        Scene.read(scene.hold(ANN, LONG), 1);

        get(groups.reset(GROUP, 4, at("end")));
        List<String> later = scene.enqueue("c");

        PartitionLog log = scene.hold(ANN, LONG);
        assertThat(Scene.ids(Scene.read(log, 5))).isEqualTo(later);
    }

    @Test
    void aLongPendingListIsAcknowledgedInStepsAndACrashBetweenThemLeavesTheRestToTheNext() {
        List<String> ids = scene.enqueue(900);
        Scene.read(scene.hold(ANN, LONG), 900);
        long number = get(groups.reset(GROUP, 4, at(ids.get(800)))).orElseThrow();
        String lease = REDIS.keys().lease(GROUP, 0);
        List<String> slot =
                List.of(REDIS.keys().stream(TOPIC, 0), lease, REDIS.keys().attempts(GROUP, 0));
        String epoch = REDIS.text("HGET", lease, "epoch");

        assertThat(REDIS.call(Script.LEASE_RESET, slot, "email_group", "ann-1", epoch, number + "", "0-0", "400", "-1"))
                .isEqualTo(Code.PARTLY);
        assertThat(REDIS.call(Script.LEASE_RESET, slot, "email_group", "bob-1", epoch, number + "", "0-0", "400", "-1"))
                .as("not under this lease")
                .isEqualTo(Code.LOST);
        REDIS.run("HSET", lease, "deadline", "0");

        PartitionLog log = scene.hold(BOB, LONG);
        assertThat(Scene.ids(Scene.read(log, 5))).isEqualTo(ids.subList(800, 805));
    }

    @Test
    void g5WhatAResetWantsIsKeptUntilItIsCarriedOut() {
        List<String> ids = scene.enqueue("a", "b", "c");
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.taken(log, Scene.step(Scene.ids(Scene.read(log, 3)), 0));
        TopicSettings small = new TopicSettings(4, 1, Overflow.REJECT, Ordering.KEY, 5, 0);

        get(groups.reset(GROUP, 4, at(ids.get(1))));
        assertThat(get(REDIS.retention().makeRoom(TOPIC, 0, small)).length()).isEqualTo(2);
        Scene.taken(scene.hold(ANN, LONG), Scene.step(List.of(), 0));

        assertThat(REDIS.run("XINFO", "GROUPS", REDIS.keys().stream(TOPIC, 0))).hasSize(1);
    }

    @Test
    void g5OfTwoResetsTheLaterOneKeepsWhatItWantsWhicheverIsPinnedLast() {
        List<String> ids = scene.enqueue("a", "b", "c");
        long first = get(groups.reset(GROUP, 4, at(ids.get(2)))).orElseThrow();
        get(groups.reset(GROUP, 4, at(ids.get(1))));

        assertThat(pin(first, ids.get(2))).isEqualTo(Code.STALE);

        assertThat(pinned()).isGreaterThanOrEqualTo(ids.get(0)).isLessThan(ids.get(1));
    }

    @Test
    void g5AnOlderResetThatIsCarriedOutLeavesWhatALaterOneWants() {
        List<String> ids = scene.enqueue("a", "b", "c");
        scene.hold(ANN, LONG);
        long number = get(groups.reset(GROUP, 4, at(ids.get(2)))).orElseThrow();
        assertThat(pin(number + 1, ids.get(0))).isEqualTo(Code.TAKEN);

        scene.hold(ANN, LONG);

        assertThat(pinned()).isEqualTo(ids.get(0));
    }

    @Test
    void g5AGroupThatBeginsAnewLeavesWhatALaterResetWants() {
        List<String> ids = scene.enqueue("a", "b", "c");
        long number = get(groups.reset(GROUP, 4, at(ids.get(2)))).orElseThrow();
        assertThat(pin(number + 1, ids.get(0))).isEqualTo(Code.TAKEN);

        scene.hold(ANN, LONG);

        assertThat(pinned()).isEqualTo(ids.get(0));
    }

    @Test
    void aResetOfAGroupThatNobodyKnowsIsNone() {
        assertThat(get(groups.reset(new GroupId(TOPIC, "none"), 4, at("end")))).isEmpty();
    }

    private static Code pin(long number, String position) {
        List<String> slot = List.of(REDIS.keys().stream(TOPIC, 0), REDIS.keys().lease(GROUP, 0));
        return REDIS.call(Script.RESET_PIN, slot, GROUP.group(), String.valueOf(number), position);
    }

    private static String pinned() {
        Response pin = REDIS.run("XINFO", "GROUPS", REDIS.keys().stream(TOPIC, 0)).stream()
                .filter(group -> group.get("name").toString().equals(GROUP.group() + ":reset"))
                .findFirst()
                .orElseThrow();
        return pin.get("last-delivered-id").toString();
    }

    private static Position at(String text) {
        return Position.parse(text, Instant.EPOCH);
    }

    private static long backlog(GroupId group) {
        return get(listing().partitions(group, 0, 1)).get(0).backlog();
    }

    private static GroupListing listing() {
        return new RedisGroupListing(REDIS.lanes(), REDIS.keys());
    }

    private static GroupView.Reset reset() {
        return get(listing().find(GROUP)).orElseThrow().reset().orElseThrow();
    }

    private Beat beat(boolean joining) {
        return REDIS.membership().heartbeat(GROUP, ANN, joining, LONG, List.of());
    }
}
