package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PartitionConsumerDrainTest extends PartitionConsumerScene {
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
    void G6_tellsRedisWhatWasRecordedAsStartedAndNeverRan() {
        begin();
        log.holdAnswers = true;
        add("1-0");
        loop.run();
        log.answer();
        CompletableFuture<Void> drained = drain();
        assertThat(log.lastStep().running()).containsExactly("1-0");

        log.answerAll();

        assertThat(drained).isCompleted();
        assertThat(log.lastStep().running()).isEmpty();
        assertThat(log.pending).containsOnlyKeys("1-0");
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
}
