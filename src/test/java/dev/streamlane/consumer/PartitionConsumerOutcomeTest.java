package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.entry;
import static dev.streamlane.consumer.Entries.entryOnlyFor;
import static dev.streamlane.consumer.Entries.entryWithTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.PartitionLog.DeadLetter;
import dev.streamlane.consumer.PartitionLog.Pending;
import dev.streamlane.topic.Ordering;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PartitionConsumerOutcomeTest extends PartitionConsumerScene {
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
    void acknowledgesWhatEndsTogetherOrDuringAStepTogetherInTheNext() {
        add("1-0", "2-0", "3-0", "4-0", "5-0");
        begin();
        log.holdAnswers = true;
        processor.call("1-0").done();
        processor.call("5-0").done();
        loop.run();
        assertThat(log.lastStep().acked()).containsExactly("1-0", "5-0");
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
        log.add(new Entry("3-0", null, null, null, null, null, null, null, null, null));
        log.add(new Entry("4-0", null, "{}", null, null, null, null, "x", null, null));
        log.add(entry("5-0", null));

        begin();

        assertThat(processor.started()).containsExactly("2-0", "5-0");
        assertThat(log.dead).extracting(DeadLetter::entryId).containsExactlyInAnyOrder("1-0", "3-0", "4-0");
        assertThat(log.dead).allMatch(letter -> letter.error().startsWith("undecodable: the field '"));
        assertThat(context.slots().free()).isEqualTo(contexts.maxConcurrency - 2);
    }

    @Test
    void acknowledgesAReplayedJobOfAnotherGroupUnprocessed() {
        log.add(entryOnlyFor("other", "1-0"));
        log.add(entryOnlyFor(Contexts.GROUP.group(), "2-0"));

        begin();

        assertThat(processor.started()).containsExactly("2-0");
        assertThat(log.acked).containsExactly("1-0");
    }

    @Test
    void acknowledgesAReplayedJobOfAnotherGroupThatItTakesOver() {
        log.pending.put("1-0", new Pending(entryOnlyFor("other", "1-0"), MAX_ATTEMPTS, false, Duration.ZERO));

        begin();

        assertThat(log.acked).containsExactly("1-0");
        assertThat(log.dead).isEmpty();
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
    void forwardsDeadLettersAgainThatRedisDidNotTake() {
        log.down = true;
        begin();
        assertThat(log.calls.stream().filter("forward"::equals)).hasSize(1);

        renew(0);
        assertThat(log.calls.stream().filter("forward"::equals)).hasSize(2);
        log.down = false;
        renew(0);
        renew(0);

        assertThat(log.calls.stream().filter("forward"::equals)).hasSize(3);
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
}
