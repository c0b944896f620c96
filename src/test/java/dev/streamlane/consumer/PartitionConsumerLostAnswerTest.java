package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PartitionConsumerLostAnswerTest extends PartitionConsumerScene {
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
}
