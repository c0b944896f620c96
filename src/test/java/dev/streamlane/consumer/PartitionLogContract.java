package dev.streamlane.consumer;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.BOB;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.SHORT;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Scene.ids;
import static dev.streamlane.testing.Scene.reborn;
import static dev.streamlane.testing.Scene.step;
import static dev.streamlane.testing.Scene.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.PartitionLog.AdoptReply;
import dev.streamlane.consumer.PartitionLog.DeadLetter;
import dev.streamlane.consumer.PartitionLog.Pending;
import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.consumer.PartitionLog.StepReply;
import dev.streamlane.coordination.Pause;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.testing.Ports;
import dev.streamlane.testing.Scene;
import dev.streamlane.testing.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store's partitions must do for the holder of their lease. */
public abstract class PartitionLogContract {
    protected Scene scene;

    protected abstract Ports ports();

    @BeforeEach
    void setScene() {
        scene = new Scene(ports());
    }

    @Test
    void readsNewEntriesInOrderAndOnce() {
        List<String> ids = scene.enqueue(5);
        PartitionLog log = scene.hold(ANN, LONG);

        assertThat(ids(Scene.read(log, 3))).isEqualTo(ids.subList(0, 3));
        assertThat(ids(Scene.read(log, 3))).isEqualTo(ids.subList(3, 5));
        assertThat(Scene.read(log, 3)).isEmpty();
    }

    @Test
    void anEntryHasTheFieldsItWasWrittenWith() {
        NewEntry plain =
                new NewEntry("id-1", "{\"to\":\"ä\"}", "to", "ä", 1_763_781_600_123L, 30, "{\"h\":\"1\"}", null, null);
        Stages.get(ports().jobs().append(TOPIC, 0, SETTINGS, List.of(plain)));

        Entry entry = Scene.read(scene.hold(ANN, LONG), 1).get(0);

        assertThat(entry.msgId()).isEqualTo("id-1");
        assertThat(entry.payload()).isEqualTo("{\"to\":\"ä\"}");
        assertThat(entry.partitionKey()).isEqualTo("to");
        assertThat(entry.key()).isEqualTo("ä");
        assertThat(entry.createdAt()).isEqualTo("1763781600.123");
        assertThat(entry.enqueuedAt()).matches("\\d+\\.\\d{3}");
        assertThat(entry.timeout()).isEqualTo("30");
        assertThat(entry.headers()).isEqualTo("{\"h\":\"1\"}");
    }

    @Test
    void whatIsNotGivenIsNull() {
        scene.enqueue("a");

        Entry entry = Scene.read(scene.hold(ANN, LONG), 1).get(0);

        assertThat(entry.key()).isNull();
        assertThat(entry.headers()).isNull();
        assertThat(entry.partitionKey()).isEmpty();
        assertThat(entry.timeout()).isEqualTo("0");
    }

    @Test
    void keyAndHeadersMayComeAlone() {
        Stages.get(ports().jobs()
                .append(
                        TOPIC,
                        0,
                        SETTINGS,
                        List.of(
                                new NewEntry("1", "1", "", "k", 0, 0, null, null, null),
                                new NewEntry("2", "2", "", null, 0, 0, "{}", null, null))));

        List<Entry> entries = Scene.read(scene.hold(ANN, LONG), 2);

        assertThat(entries).extracting(Entry::key).containsExactly("k", null);
        assertThat(entries).extracting(Entry::headers).containsExactly(null, "{}");
    }

    @Test
    void g1_whatIsNotAcknowledgedStaysPending() {
        List<String> ids = scene.enqueue(3);
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 3);

        taken(log, step(List.of(ids.get(1)), 0));

        assertThat(pendingIds(log)).containsExactly(ids.get(0), ids.get(2));
    }

    @Test
    void onlyWhatWasReadIsPending() {
        List<String> ids = scene.enqueue(3);
        PartitionLog log = scene.hold(ANN, LONG);

        Scene.read(log, 1);

        assertThat(pendingIds(log)).containsExactly(ids.get(0));
    }

    @Test
    void oneStepAcknowledgesAndReadsOn() {
        List<String> ids = scene.enqueue(4);
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 2);

        StepReply.Taken taken = taken(log, step(ids.subList(0, 2), 2));

        assertThat(ids(taken.entries())).isEqualTo(ids.subList(2, 4));
        assertThat(pendingIds(log)).isEqualTo(ids.subList(2, 4));
    }

    @Test
    void aStepThatIsRepeatedDoesNoHarm() {
        List<String> ids = scene.enqueue(3);
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 2);
        Step step = new Step(ids.subList(0, 1), Map.of(ids.get(1), 1), List.of(), null, List.of(), 0);

        taken(log, step);
        taken(log, step);

        assertThat(Scene.adoptAll(log)).extracting(Pending::attempts).containsExactly(1);
    }

    @Test
    void failedAttemptsAreRememberedUntilTheJobIsDone() {
        List<String> ids = scene.enqueue(2);
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 2);
        taken(log, new Step(List.of(), Map.of(ids.get(0), 2, ids.get(1), 1), List.of(), null, List.of(), 0));
        taken(log, step(ids.subList(1, 2), 0));

        List<Pending> pending = Scene.adoptAll(scene.hold(reborn(ANN), LONG));

        assertThat(pending).extracting(Pending::attempts).containsExactly(2);
        assertThat(pending).extracting(Pending::ownerLost).containsExactly(false);
    }

    @Test
    void bodiesAreReadAgain() {
        List<String> ids = scene.enqueue("a", "b", "c");
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 2);

        StepReply.Taken taken =
                taken(log, new Step(List.of(), Map.of(), ids.subList(0, 2), null, ids.subList(1, 2), 1));

        assertThat(taken.bodies()).extracting(Entry::msgId).containsExactly("b");
        assertThat(taken.entries()).extracting(Entry::msgId).containsExactly("c");
    }

    @Test
    void adoptsInOrderAndInParts() {
        List<String> ids = scene.enqueue(5);
        Scene.read(scene.hold(ANN, LONG), 5);
        PartitionLog log = scene.hold(reborn(ANN), LONG);
        List<String> adopted = new ArrayList<>();

        String after = "0-0";
        while (after != null) {
            AdoptReply.Adopted reply = (AdoptReply.Adopted) Stages.get(log.adopt(after, 2));
            reply.entries().forEach(pending -> adopted.add(pending.entry().id()));
            after = reply.next();
        }

        assertThat(adopted).isEqualTo(ids);
    }

    @Test
    void adoptingKeepsTheIdleTime() {
        scene.enqueue("a");
        Scene.read(scene.hold(ANN, SHORT), 1);
        ports().advance(SHORT);

        PartitionLog log = scene.hold(BOB, LONG);

        assertThat(Scene.adoptAll(log))
                .allSatisfy(pending -> assertThat(pending.idle()).isGreaterThanOrEqualTo(SHORT));
        assertThat(Scene.adoptAll(log))
                .allSatisfy(pending -> assertThat(pending.idle()).isGreaterThanOrEqualTo(SHORT));
    }

    @Test
    void g2_aStaleStepChangesNothing() {
        List<String> ids = scene.enqueue(3);
        PartitionLog stale = scene.hold(ANN, SHORT);
        Scene.read(stale, 2);
        ports().advance(SHORT);
        PartitionLog log = scene.hold(BOB, LONG);

        assertThat(Stages.get(stale.step(
                        new Step(ids.subList(0, 1), Map.of(ids.get(1), 4), ids.subList(1, 2), null, List.of(), 1))))
                .isInstanceOf(StepReply.Lost.class);

        assertThat(Scene.adoptAll(log)).extracting(Pending::attempts).containsExactly(0, 0);
        assertThat(ids(Scene.read(log, 10))).isEqualTo(ids.subList(2, 3));
    }

    @Test
    void g2_aStaleAdoptionTakesNothing() {
        scene.enqueue(1);
        PartitionLog stale = scene.hold(ANN, SHORT);
        Scene.read(stale, 1);
        ports().advance(SHORT);
        scene.hold(BOB, LONG);

        assertThat(Stages.get(stale.adopt("0-0", 10))).isInstanceOf(AdoptReply.Lost.class);
    }

    @Test
    void g2_aStaleBurialBuriesNothing() {
        List<String> ids = scene.enqueue(1);
        PartitionLog stale = scene.hold(ANN, SHORT);
        Scene.read(stale, 1);
        ports().advance(SHORT);
        PartitionLog log = scene.hold(BOB, LONG);

        assertThat(Stages.get(stale.bury(new DeadLetter(ids.get(0), 5, "boom"))))
                .isFalse();

        assertThat(pendingIds(log)).isEqualTo(ids);
    }

    @Test
    void g2_anOldEpochOfTheSameIncarnationIsStaleToo() {
        scene.enqueue(1);
        PartitionLog stale = scene.hold(ANN, LONG);

        scene.hold(ANN, LONG);

        assertThat(Stages.get(stale.step(step(List.of(), 1)))).isInstanceOf(StepReply.Lost.class);
    }

    @Test
    void aBuriedJobIsNotPendingAnyMore() {
        List<String> ids = scene.enqueue(2);
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 2);

        assertThat(Stages.get(log.bury(new DeadLetter(ids.get(0), 5, "boom")))).isTrue();
        assertThat(Stages.get(log.bury(new DeadLetter(ids.get(0), 5, "boom")))).isTrue();

        assertThat(pendingIds(log)).containsExactly(ids.get(1));
    }

    @Test
    void anEntryThatIsThereHasArrived() {
        List<String> ids = scene.enqueue(2);
        PartitionLog log = scene.hold(ANN, LONG);

        assertThat(Stages.get(log.arrival(ids.get(0), LONG))).isTrue();
        log.close();
    }

    @Test
    void anArrivalEndsTheWait() {
        PartitionLog log = scene.hold(ANN, LONG);
        CompletableFuture<Boolean> arrival = log.arrival("0-0", LONG).toCompletableFuture();

        scene.enqueue("a");

        assertThat(Stages.get(arrival)).isTrue();
        log.close();
    }

    @Test
    void aWaitForAnArrivalEnds() {
        List<String> ids = scene.enqueue(1);
        PartitionLog log = scene.hold(ANN, LONG);
        CompletableFuture<Boolean> arrival =
                log.arrival(ids.get(0), Duration.ofMillis(20)).toCompletableFuture();

        ports().advance(Duration.ofMillis(20));

        assertThat(Stages.get(arrival)).isFalse();
        log.close();
    }

    @Test
    void closingEndsTheWait() {
        PartitionLog log = scene.hold(ANN, LONG);
        CompletableFuture<Boolean> arrival = log.arrival("0-0", LONG).toCompletableFuture();

        log.close();

        assertThat(Stages.get(arrival)).isFalse();
    }

    @Test
    void g8_thousandsAtOnceAreNoProblem() {
        Stages.get(ports().topics().ensure(TOPIC, SETTINGS, 10));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.addAll(scene.enqueue(IntStream.range(1000 * i / 10, 1000 * (i + 1) / 10)
                    .mapToObj(number -> "job-" + number)
                    .toArray(String[]::new)));
        }
        PartitionLog log = scene.hold(ANN, LONG);
        assertThat(Scene.read(log, 10_000)).hasSize(1000);
        Map<String, Integer> failed = new HashMap<>();
        ids.forEach(id -> failed.put(id, 1));
        taken(log, new Step(List.of(), failed, ids, null, ids, 0));

        taken(log, new Step(ids, Map.of(), List.of(), null, List.of(), 0));

        assertThat(pendingIds(log)).isEmpty();
    }

    private static List<String> pendingIds(PartitionLog log) {
        return Scene.adoptAll(log).stream().map(pending -> pending.entry().id()).toList();
    }

    @Test
    void whileTheGroupIsPausedEndsAreWrittenAndNothingIsRecordedAsStarted() {
        List<String> ids = scene.enqueue("done", "runs", "waits");
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 3);
        taken(log, Scene.running(ids.get(0), ids.get(1)));
        ports().leases().show(GROUP, Set.of(0), new Pause(true, 1));

        StepReply.Taken reply =
                taken(log, new Step(ids.subList(0, 1), Map.of(), ids.subList(1, 3), null, List.of(), 0));

        assertThat(reply.paused()).isTrue();
        List<Pending> left = Scene.adoptAll(scene.hold(reborn(ANN), LONG));
        assertThat(left).extracting(entry -> entry.entry().id()).containsExactly(ids.get(1), ids.get(2));
        assertThat(left).extracting(Pending::attempts).containsExactly(1, 0);
    }

    @Test
    void whenTheGroupGoesOnJobsAreRecordedAgain() {
        List<String> ids = scene.enqueue("a");
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 1);
        ports().leases().show(GROUP, Set.of(0), new Pause(true, 1));
        ports().leases().show(GROUP, Set.of(0), new Pause(false, 2));

        assertThat(taken(log, Scene.running(ids.get(0))).paused()).isFalse();
        assertThat(Scene.adoptAll(scene.hold(reborn(ANN), LONG)))
                .extracting(Pending::attempts)
                .containsExactly(1);
    }
}
