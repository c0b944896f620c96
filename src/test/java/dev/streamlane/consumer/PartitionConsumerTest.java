package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.entry;
import static dev.streamlane.consumer.Entries.entryWithTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.PartitionLog.DeadLetter;
import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.partition.GroupId;
import dev.streamlane.partition.Lease;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PartitionConsumerTest {
    private static final Duration TRUST = Duration.ofSeconds(9);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(250);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final int MAX_ATTEMPTS = 5;

    private final Contexts contexts = new Contexts();
    private final ManualLoop loop = new ManualLoop();
    private final FakeLog log = new FakeLog(loop);
    private final List<String> heard = new ArrayList<>();
    private FakeInvoker processor = new FakeInvoker(1);
    private Ordering ordering = Ordering.KEY;
    private GroupContext context;
    private PartitionConsumer consumer;

    // Reading.

    @Test
    void readsAndStartsWhatIsThere() {
        add("1-0", "2-0", "3-0");

        begin();

        assertThat(processor.started()).containsExactly("1-0", "2-0", "3-0");
        assertThat(log.lastStep().running()).containsExactlyInAnyOrder("1-0", "2-0", "3-0");
    }

    @Test
    void G1_recordsEveryJobAsStartedBeforeItStarts() {
        add("1-0");
        log.holdAnswers = true;
        begin();
        log.answer();
        log.answer();

        assertThat(log.lastStep().running()).containsExactly("1-0");
        assertThat(processor.started()).isEmpty();
        log.answer();
        assertThat(processor.started()).containsExactly("1-0");
    }

    @Test
    void waitsForNewEntriesWithoutAskingRedisOverAndOver() {
        add("1-0");
        begin();
        processor.call("1-0").done();
        loop.run();
        int steps = log.steps.size();

        for (int i = 0; i < 10; i++) {
            log.waitInVain();
        }
        loop.advance(Duration.ofHours(1));

        assertThat(log.steps).hasSize(steps);
        assertThat(log.waits()).isTrue();
        assertThat(log.waitsAfter()).isEqualTo("1-0");
    }

    @Test
    void readsANewEntryAsSoonAsItArrives() {
        begin();

        add("1-0");
        loop.run();

        assertThat(processor.started()).containsExactly("1-0");
    }

    @Test
    void G8_neverReadsMoreThanThereIsRoomFor() {
        contexts.maxConcurrency = 3;
        contexts.readBatch = 10;
        for (int i = 1; i <= 200; i++) {
            log.add(entry(i + "-0", null));
        }
        begin();

        while (!processor.running().isEmpty()) {
            assertThat(log.pending.size()).isLessThanOrEqualTo(10 + 3);
            processor.running().get(0).done();
            loop.run();
        }

        assertThat(log.steps).allMatch(step -> step.read() <= 10);
        assertThat(log.acked).hasSize(200);
    }

    @Test
    void G8_stopsReadingAtMaxParkedAndReadsOnWhenThereIsRoomAgain() {
        contexts.maxParked = 5;
        log.add(entry("1-0", "stuck"));
        for (int i = 2; i <= 20; i++) {
            log.add(entry(i + "-0", i <= 10 ? "stuck" : null));
        }
        begin();

        assertThat(processor.started()).containsExactly("1-0");
        assertThat(log.pending).hasSize(6);
        int steps = log.steps.size();
        loop.advance(Duration.ofMinutes(1));
        assertThat(log.steps).hasSize(steps);

        renew(0);
        processor.call("1-0").done();
        loop.run();
        assertThat(processor.started()).containsExactly("1-0", "2-0");
        assertThat(log.pending.size()).isGreaterThan(5);
    }

    @Test
    void G7_doesNotAskBusilyWhenSomebodyElseHasReadInTheGroupsName() {
        begin();
        log.leavePending(entry("9-0", null), 0, false, Duration.ZERO);
        log.pending.clear();
        log.waitInVain();
        int calls = log.calls.size();

        loop.advance(Duration.ofSeconds(1));
        assertThat(log.calls.size() - calls).isLessThan(20);

        add("10-0");
        loop.advance(AFTER_FAILURE);
        assertThat(processor.started()).containsExactly("10-0");
        assertThat(log.waits()).isTrue();
    }

    // Lost answers.

    @Test
    void G1_findsEntriesWhoseDeliveryGotLostBeforeItReadsOn() {
        add("1-0", "2-0");
        log.holdAnswers = true;
        begin();
        log.answer();
        add("3-0");
        log.holdAnswers = false;
        loseTheAnswerUnderWay();

        loop.advance(AFTER_FAILURE);

        assertThat(processor.started()).containsExactly("1-0", "2-0", "3-0");
        assertThat(log.calls).containsSubsequence("step", "adopt", "step");
    }

    @Test
    void G3_startsEntriesInOrderThatWereOnTheirWayWhenAnAnswerGotLost() {
        log.add(entry("1-0", "a"));
        log.add(entry("2-0", "a"));
        log.answersToLose = 2;
        begin();
        log.add(entry("3-0", "a"));
        loop.advance(AFTER_FAILURE.multipliedBy(3));

        endAll(3);

        assertThat(processor.started()).containsExactly("1-0", "2-0", "3-0");
    }

    @Test
    void G7_waitsForWhatIsNewAfterALostAnswerAndNotBusily() {
        begin();
        log.answersToLose = 1;
        add("1-0");
        loop.advance(AFTER_FAILURE);
        processor.call("1-0").done();
        loop.run();

        assertThat(log.waits()).isTrue();
        assertThat(log.waitsAfter()).isEqualTo("1-0");
    }

    @Test
    void startsOnceWhatCouldNotStartBecauseTheAnswerGotLost() {
        begin();
        log.holdAnswers = true;
        add("1-0", "2-0");
        loop.run();
        log.answer();
        assertThat(log.lastStep().running()).containsExactly("1-0", "2-0");

        loseTheAnswerUnderWay();
        assertThat(processor.started()).isEmpty();
        assertThat(context.slots().free()).isEqualTo(contexts.maxConcurrency);
        log.answerAll();
        loop.advance(AFTER_FAILURE);

        assertThat(processor.started()).containsExactly("1-0", "2-0");
    }

    @Test
    void G1_sendsAcknowledgementsAgainThatMayNotHaveBeenWritten() {
        add("1-0", "2-0");
        begin();
        log.down = true;
        processor.call("1-0").done();
        loop.run();
        processor.call("2-0").done();
        loop.run();
        assertThat(log.acked).isEmpty();

        log.down = false;
        loop.advance(AFTER_FAILURE);

        assertThat(log.acked).containsExactly("1-0", "2-0");
        assertThat(log.pending).isEmpty();
    }

    @Test
    void G7_asksRedisFourTimesASecondWhileItIsAway() {
        log.down = true;
        begin();
        loop.advance(Duration.ofSeconds(8));

        assertThat(log.calls.size()).isBetween(30, 36);

        log.down = false;
        add("1-0");
        renew(0);
        loop.advance(AFTER_FAILURE);
        assertThat(processor.started()).containsExactly("1-0");
    }

    // Pending entries of an earlier owner.

    @Test
    void G3_adoptsAllPendingEntriesBeforeItReadsAnythingNew() {
        contexts.readBatch = 3;
        for (int i = 1; i <= 7; i++) {
            log.leavePending(entry(i + "-0", "a"), 0, false, Duration.ZERO);
        }
        log.add(entry("8-0", "a"));
        begin();

        assertThat(log.calls).startsWith("forward", "adopt", "adopt", "adopt", "step");
        endAll(8);
        assertThat(processor.started()).containsExactly("1-0", "2-0", "3-0", "4-0", "5-0", "6-0", "7-0", "8-0");
    }

    @Test
    void startsAnAdoptedEntryWithItsUsedAttemptsAfterTheRestOfItsBackOff() {
        log.leavePending(entry("1-0", null), 1, false, Duration.ofMillis(200));
        begin();
        loop.advance(Duration.ofMillis(299));
        assertThat(processor.started()).isEmpty();

        loop.advance(Duration.ofMillis(1));

        assertThat(processor.call("1-0").job().attempt()).isEqualTo(2);
        assertThat(log.lastStep().bodies()).containsExactly("1-0");
    }

    @Test
    void letsTheNextOfAKeyStartWhenTheBodyOfTheFirstIsGone() {
        log.leavePending(entry("1-0", "a"), 1, false, Duration.ZERO);
        log.leavePending(entry("2-0", "a"), 0, false, Duration.ZERO);
        begin();
        log.pending.remove("1-0");

        loop.advance(FIRST_BACKOFF);

        assertThat(processor.started()).containsExactly("2-0");
        assertThat(context.slots().free()).isEqualTo(contexts.maxConcurrency - 1);
    }

    @Test
    void G6_buriesWhatLostItsOwnerWhileItRanAloneForTheLastTime() {
        log.leavePending(entry("1-0", "a"), MAX_ATTEMPTS, false, Duration.ZERO);
        log.leavePending(entry("2-0", "a"), 0, false, Duration.ZERO);

        begin();

        assertThat(log.dead).extracting(DeadLetter::entryId).containsExactly("1-0");
        assertThat(log.dead.get(0).error()).contains("lost while it ran alone");
        assertThat(processor.started()).containsExactly("2-0");
    }

    @Test
    void G6_runsTheLastAttemptOfAJobAloneWhoseOwnerWasLost() {
        log.leavePending(entry("1-0", null), MAX_ATTEMPTS - 1, true, Duration.ofHours(1));
        log.leavePending(entry("2-0", null), 1, true, Duration.ofHours(1));
        begin();

        assertThat(processor.started()).containsExactly("1-0");
        assertThat(log.lastStep().alone()).isEqualTo("1-0");
        loop.advance(Duration.ofSeconds(8));
        assertThat(processor.started()).containsExactly("1-0");

        processor.call("1-0").done();
        loop.run();
        assertThat(processor.started()).containsExactly("1-0", "2-0");
        assertThat(log.lastStep().alone()).isNull();
    }

    @Test
    void G6_makesRoomInRedisForASuspectAsSoonAsItsNeighboursHaveEnded() {
        add("1-0", "2-0");
        begin();
        log.leavePending(entry("9-0", null), MAX_ATTEMPTS - 1, true, Duration.ofHours(1));
        compareTwice();
        assertThat(processor.started()).containsExactly("1-0", "2-0");

        processor.call("1-0").done();
        loop.run();
        processor.call("2-0").done();
        loop.run();

        assertThat(processor.started()).containsExactly("1-0", "2-0", "9-0");
        assertThat(log.lastStep().running()).containsExactly("9-0");
    }

    @Test
    void G7_doesNotStepBusilyWhileASuspectWaitsForABurial() {
        add("1-0", "2-0");
        begin();
        log.leavePending(entry("9-0", null), MAX_ATTEMPTS - 1, true, Duration.ofHours(1));
        compareTwice();
        log.burialsDown = true;
        processor.call("1-0").discard("never");
        processor.call("2-0").done();
        loop.run();
        int steps = log.steps.size();

        loop.advance(Duration.ofSeconds(5));
        assertThat(log.steps.size() - steps).isLessThan(10);

        log.burialsDown = false;
        loop.advance(Duration.ofSeconds(1));
        assertThat(processor.started()).containsExactly("1-0", "2-0", "9-0");
    }

    @Test
    void G1_looksForEntriesAgainThatRedisCountsAsPendingAndNobodyHolds() {
        add("1-0");
        begin();
        log.leavePending(entry("5-0", null), 0, false, Duration.ZERO);

        compareTwice();

        assertThat(processor.started()).containsExactly("1-0", "5-0");
    }

    // Outcomes.

    @Test
    void G1_acknowledgesAJobOnlyWhenItsProcessorHasReturned() {
        add("1-0", "2-0");
        begin();
        assertThat(log.acked).isEmpty();

        processor.call("2-0").done();
        loop.run();

        assertThat(log.acked).containsExactly("2-0");
        assertThat(log.lastStep().running()).containsExactly("1-0");
    }

    @Test
    void acknowledgesWhatEndsDuringAStepTogetherInTheNext() {
        add("1-0", "2-0", "3-0", "4-0");
        begin();
        log.holdAnswers = true;
        processor.running().forEach(FakeInvoker.Call::done);
        loop.run();
        int steps = log.steps.size();

        log.answerAll();

        assertThat(log.steps).hasSize(steps + 1);
        assertThat(log.lastStep().acked()).containsExactly("2-0", "3-0", "4-0");
    }

    @Test
    void G3_triesAFailedJobAgainAfterItsBackOffAndHoldsItsKeyBack() {
        log.add(entry("1-0", "a"));
        log.add(entry("2-0", "a"));
        log.add(entry("3-0", "b"));
        begin();
        processor.call("1-0").fail("bad day");
        loop.run();
        assertThat(log.lastStep().failed()).containsEntry("1-0", 1);

        loop.advance(FIRST_BACKOFF.minusMillis(1));
        assertThat(processor.started()).containsExactly("1-0", "3-0");
        loop.advance(Duration.ofMillis(1));

        assertThat(processor.started()).containsExactly("1-0", "3-0", "1-0");
        assertThat(processor.call("1-0").job().attempt()).isEqualTo(2);
        processor.call("1-0").done();
        loop.run();
        assertThat(processor.started()).containsExactly("1-0", "3-0", "1-0", "2-0");
    }

    @Test
    void G6_buriesAJobAfterItsLastAttempt() {
        log.add(entry("1-0", "a"));
        log.add(entry("2-0", "a"));
        begin();
        for (int i = 1; i <= MAX_ATTEMPTS; i++) {
            processor.call("1-0").fail("bad job " + i);
            loop.run();
            renew(0);
            loop.advance(Duration.ofSeconds(8));
        }

        assertThat(log.dead).containsExactly(new DeadLetter("1-0", MAX_ATTEMPTS, "bad job 5"));
        assertThat(processor.started()).containsExactly("1-0", "1-0", "1-0", "1-0", "1-0", "2-0");
    }

    @Test
    void buriesADiscardedJobAtOnce() {
        add("1-0");
        begin();

        processor.call("1-0").discard("never");
        loop.run();

        assertThat(log.dead).containsExactly(new DeadLetter("1-0", 1, "never"));
        assertThat(log.acked).isEmpty();
    }

    @Test
    void buriesAnUndecodableEntryAndGoesOn() {
        log.add(entry("1-0", null, "nonsense"));
        log.add(entry("2-0", null));
        log.add(new Entry("3-0", null, null, null, null, null, null, null, null));
        log.add(new Entry("4-0", null, "{}", null, null, null, null, "x", null));
        log.add(entry("5-0", null));

        begin();

        assertThat(processor.started()).containsExactly("2-0", "5-0");
        assertThat(log.dead).extracting(DeadLetter::entryId).containsExactlyInAnyOrder("1-0", "3-0", "4-0");
        assertThat(log.dead).allMatch(letter -> letter.error().startsWith("undecodable: the field '"));
        assertThat(context.slots().free()).isEqualTo(contexts.maxConcurrency - 2);
    }

    @Test
    void G6_triesToBuryAgainUntilRedisAnswersAndHoldsTheKeyBack() {
        log.add(entry("1-0", "a"));
        log.add(entry("2-0", "a"));
        begin();
        log.burialsDown = true;
        processor.call("1-0").discard("never");
        loop.run();

        loop.advance(Duration.ofSeconds(3));
        assertThat(log.calls.stream().filter("bury"::equals)).hasSize(4);
        assertThat(processor.started()).containsExactly("1-0");

        log.burialsDown = false;
        loop.advance(Duration.ofSeconds(1));
        assertThat(log.dead).hasSize(1);
        assertThat(processor.started()).containsExactly("1-0", "2-0");
    }

    @Test
    void G8_stopsReadingWhileTooManyEntriesWaitToBeBuried() {
        contexts.maxParked = 5;
        log.burialsDown = true;
        for (int i = 1; i <= 100; i++) {
            log.add(entry(i + "-0", null, "nonsense"));
        }

        begin();

        assertThat(log.pending.size()).isLessThanOrEqualTo(2 * 5);
        log.burialsDown = false;
        for (int i = 0; i < 40; i++) {
            renew(0);
            loop.advance(Duration.ofSeconds(1));
        }
        assertThat(log.dead).hasSize(100);
    }

    @Test
    void interruptsAJobThatTakesTooLongAndTriesItAgain() {
        log.add(entryWithTimeout("1-0", 3));
        begin();
        loop.advance(Duration.ofSeconds(3));
        assertThat(processor.call("1-0").interrupts).isEqualTo(1);
        assertThat(log.lastStep().failed()).isEmpty();

        processor.call("1-0").fail("interrupted");
        loop.run();

        assertThat(log.attempts).containsEntry("1-0", 1);
    }

    @Test
    void G3_runsOneJobAtATimeWhereTheTopicOrdersWholePartitions() {
        ordering = Ordering.PARTITION;
        log.add(entry("1-0", "a"));
        log.add(entry("2-0", null));
        log.add(entry("3-0", "b"));
        begin();

        for (int i = 1; i <= 3; i++) {
            assertThat(processor.running()).hasSize(1);
            processor.call(i + "-0").done();
            loop.run();
        }
        assertThat(processor.started()).containsExactly("1-0", "2-0", "3-0");
    }

    // Leases.

    @Test
    void G2_writesNothingMoreOnceTheLeaseIsLost() {
        add("1-0", "2-0");
        begin();
        log.lost = true;
        processor.call("1-0").done();
        loop.run();
        int calls = log.calls.size();

        assertThat(consumer.lost()).isTrue();
        assertThat(heard).containsExactly("closed", "lost");
        assertThat(processor.call("2-0").interrupts).isEqualTo(1);
        assertThat(log.closed).isTrue();
        processor.call("2-0").done();
        loop.advance(Duration.ofHours(1));
        assertThat(log.calls).hasSize(calls);
        assertThat(consumer.drain().toCompletableFuture()).isCompleted();
    }

    @Test
    void G2_endsWhenABurialFindsTheLeaseLost() {
        add("1-0");
        begin();
        log.lost = true;
        processor.call("1-0").discard("never");
        loop.run();

        assertThat(consumer.lost()).isTrue();
        assertThat(log.dead).isEmpty();
    }

    @Test
    void G2_endsWhenAnAdoptionFindsTheLeaseLost() {
        log.lost = true;

        begin();

        assertThat(consumer.lost()).isTrue();
        assertThat(heard).containsExactly("closed", "lost");
    }

    @Test
    void G2_writesNothingMoreOnceItIsAbandoned() {
        add("1-0", "2-0");
        begin();

        consumer.abandon();
        loop.run();
        int calls = log.calls.size();
        processor.running().forEach(call -> call.fail("interrupted"));
        loop.advance(Duration.ofHours(1));

        assertThat(log.calls).hasSize(calls);
        assertThat(consumer.lost()).isFalse();
        assertThat(processor.calls).allMatch(call -> call.interrupts == 1);
        assertThat(context.slots().free()).isEqualTo(contexts.maxConcurrency);
        assertThat(context.gate().enterAlone("somebody")).isTrue();
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void G2_startsNothingThatAStepAllowedWhichIsAnsweredAfterTheEnd() {
        begin();
        log.holdAnswers = true;
        add("1-0");
        loop.run();
        log.answer();
        assertThat(log.lastStep().running()).containsExactly("1-0");

        consumer.abandon();
        loop.run();
        log.answerAll();

        assertThat(processor.started()).isEmpty();
        assertThat(context.slots().free()).isEqualTo(contexts.maxConcurrency);
        assertThat(context.gate().enterAlone("somebody")).isTrue();
    }

    @Test
    void G2_startsNothingUnderALeasePastTrustAndGoesOnWhenItIsRenewed() {
        begin();
        loop.advance(TRUST);
        add("1-0");
        loop.run();
        assertThat(log.steps).noneMatch(step -> step.running().contains("1-0"));

        renew(0);

        assertThat(processor.started()).containsExactly("1-0");
    }

    @Test
    void G2_startsNothingWhoseAnswerComesAfterTheEndOfTrust() {
        begin();
        log.holdAnswers = true;
        add("1-0");
        loop.run();
        log.answer();
        loop.advance(TRUST);

        log.answerAll();
        assertThat(processor.started()).isEmpty();

        renew(0);
        assertThat(processor.started()).containsExactly("1-0");
    }

    @Test
    void forgetsItselfWhenItIsRenewedAfterItsEnd() {
        List<String> seen = new ArrayList<>();
        contexts.events = new JobEvents() {
            @Override
            public void holding(GroupId group, int partition, int running, int parked) {
                seen.add("holding");
            }

            @Override
            public void closed(GroupId group, int partition) {
                seen.add("closed");
            }
        };
        begin();
        renew(0);

        consumer.abandon();
        renew(0);

        assertThat(seen).containsExactly("holding", "closed");
    }

    // Draining.

    @Test
    void drainsAtOnceWhenNothingRuns() {
        begin();

        CompletableFuture<Void> drained = drain();

        assertThat(drained).isCompleted();
        assertThat(log.closed).isTrue();
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void G4_letsRunningJobsFinishStartsNoOthersAndWritesTheirAcknowledgements() {
        log.add(entry("1-0", "a"));
        log.add(entry("2-0", "a"));
        begin();

        CompletableFuture<Void> drained = drain();
        add("3-0");
        loop.advance(Duration.ofSeconds(3));
        assertThat(drained).isNotDone();
        processor.call("1-0").done();
        loop.run();

        assertThat(drained).isCompleted();
        assertThat(log.acked).containsExactly("1-0");
        assertThat(processor.started()).containsExactly("1-0");
        assertThat(log.pending).containsOnlyKeys("2-0");
    }

    @Test
    void remembersTheAttemptsOfJobsThatFailWhileItDrains() {
        add("1-0");
        begin();
        CompletableFuture<Void> drained = drain();

        processor.call("1-0").fail("bad day");
        loop.run();

        assertThat(drained).isCompleted();
        assertThat(log.attempts).containsEntry("1-0", 1);
    }

    @Test
    void G6_interruptsWhatRunsOnAfterTheDrainTimeoutAndChargesNothingForIt() {
        add("1-0");
        begin();
        CompletableFuture<Void> drained = drain();
        keepRenewed(Contexts.DRAIN.minusMillis(1));
        assertThat(processor.call("1-0").interrupts).isZero();
        loop.advance(Duration.ofMillis(1));
        assertThat(processor.call("1-0").interrupts).isEqualTo(1);

        processor.call("1-0").fail("interrupted");
        loop.run();

        assertThat(drained).isCompleted();
        assertThat(log.attempts).isEmpty();
        assertThat(log.pending).containsOnlyKeys("1-0");
    }

    @Test
    void givesUpWhatIgnoresTheInterrupt() {
        add("1-0", "2-0");
        begin();
        CompletableFuture<Void> drained = drain();
        keepRenewed(Contexts.DRAIN);
        processor.call("2-0").done();
        loop.run();
        assertThat(drained).isNotDone();

        loop.advance(Contexts.ABANDON);

        assertThat(drained).isCompleted();
        assertThat(log.acked).containsExactly("2-0");
        assertThat(context.slots().free()).isEqualTo(contexts.maxConcurrency - 1);
        processor.call("1-0").done();
        loop.run();
        assertThat(log.acked).containsExactly("2-0");
        assertThat(context.slots().free()).isEqualTo(contexts.maxConcurrency);
    }

    @Test
    void startsNothingThatAStepAllowedWhichIsAnsweredWhileItDrains() {
        begin();
        log.holdAnswers = true;
        add("1-0");
        loop.run();
        log.answer();
        CompletableFuture<Void> drained = drain();
        assertThat(drained).isNotDone();

        log.answerAll();

        assertThat(processor.started()).isEmpty();
        assertThat(drained).isCompleted();
        assertThat(context.slots().free()).isEqualTo(contexts.maxConcurrency);
    }

    @Test
    void waitsForABurialBeforeItHasDrained() {
        add("1-0");
        begin();
        log.burialsDown = true;
        processor.call("1-0").discard("never");
        loop.run();

        CompletableFuture<Void> drained = drain();
        loop.advance(Duration.ofSeconds(2));
        assertThat(drained).isNotDone();

        log.burialsDown = false;
        loop.advance(Duration.ofSeconds(1));
        assertThat(drained).isCompleted();
    }

    @Test
    void G1_writesAcknowledgementsOfADrainWhenRedisIsBack() {
        add("1-0");
        begin();
        log.down = true;
        CompletableFuture<Void> drained = drain();
        processor.call("1-0").done();
        loop.advance(Duration.ofSeconds(2));
        assertThat(drained).isNotDone();

        log.down = false;
        loop.advance(AFTER_FAILURE);

        assertThat(drained).isCompleted();
        assertThat(log.acked).containsExactly("1-0");
    }

    @Test
    void hasDrainedWhenItIsAbandonedMeanwhile() {
        add("1-0");
        begin();
        CompletableFuture<Void> drained = drain();

        consumer.abandon();
        loop.run();

        assertThat(drained).isCompleted();
    }

    @Test
    void G6_doesNotLetASuspectOfAnotherPartitionRunBesideWhatDrains() {
        log.leavePending(entry("1-0", null), MAX_ATTEMPTS - 1, true, Duration.ofHours(1));
        begin();

        CompletableFuture<Void> drained = drain();

        assertThat(context.gate().enter(1)).isFalse();
        processor.call("1-0").done();
        loop.run();
        assertThat(drained).isCompleted();
        assertThat(context.gate().enter(1)).isTrue();
    }

    private void begin() {
        context = contexts.on(loop, processor);
        TopicSettings topic = new TopicSettings(1, 0, Overflow.REJECT, ordering, MAX_ATTEMPTS);
        consumer = new PartitionConsumer(context, log, lease(), "0-0", topic, new PartitionConsumer.Listener() {
            @Override
            public void lost() {
                heard.add("lost");
            }

            @Override
            public void freed() {
                loop.execute(() -> {
                    context.slots().shared();
                    consumer.pump();
                });
            }

            @Override
            public void closed(PartitionConsumer closed) {
                heard.add("closed");
            }
        });
        loop.execute(consumer::begin);
        loop.run();
    }

    private Lease lease() {
        return new Lease(0, 77, loop.nanos() + TRUST.toNanos());
    }

    private void renew(long pending) {
        consumer.renewed(lease(), new Renewal(Renewal.Status.RENEWED, pending, 0, 0, Duration.ZERO));
        loop.run();
    }

    private void keepRenewed(Duration time) {
        loop.advance(time.dividedBy(2));
        renew(0);
        loop.advance(time.minus(time.dividedBy(2)));
    }

    private void compareTwice() {
        renew(1000);
        renew(1000);
    }

    private CompletableFuture<Void> drain() {
        CompletableFuture<Void> drained = consumer.drain().toCompletableFuture();
        loop.run();
        return drained;
    }

    private void add(String... ids) {
        for (String id : ids) {
            log.add(entry(id, null));
        }
    }

    /** The call whose answer is held back took effect, but its answer never comes. */
    private void loseTheAnswerUnderWay() {
        log.loseHeldAnswer();
        loop.run();
    }

    private void endAll(int count) {
        for (int i = 0; i < count; i++) {
            processor.running().get(0).done();
            loop.run();
        }
        Step last = log.lastStep();
        assertThat(last.running()).isEmpty();
    }
}
