package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.coordination.Pause;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionConsumerPauseTest extends PartitionConsumerScene {
    @Test
    void startsNothingThatAPausedStepHasRefusedAndDoesSoAtOnceWhenTheGroupGoesOn() {
        begin();
        log.paused = true;
        add("1-0", "2-0");
        loop.run();
        assertThat(processor.started()).isEmpty();

        log.paused = false;
        renew(2);

        assertThat(processor.started()).containsExactly("1-0", "2-0");
    }

    @Test
    void whatRunsEndsAndIsAcknowledgedWhileThePauseLasts() {
        log.add(entry("1-0", "a"));
        log.add(entry("2-0", "a"));
        begin();
        log.paused = true;

        processor.call("1-0").done();
        loop.run();

        assertThat(log.acked).containsExactly("1-0");
        assertThat(processor.started()).containsExactly("1-0");
    }

    @Test
    void asksRedisForNothingWhileThePauseLasts() {
        begin();
        renewPaused();
        log.calls.clear();

        add("1-0", "2-0");
        loop.advance(Duration.ofSeconds(8));

        assertThat(log.calls).doesNotContain("step", "adopt").hasSizeLessThan(3);
        assertThat(processor.started()).isEmpty();
    }

    @Test
    void aRetryThatIsDueWaitsForThePauseToEnd() {
        add("1-0");
        begin();
        processor.call("1-0").fail("bad day");
        loop.run();
        renewPaused();
        loop.advance(FIRST_BACKOFF.multipliedBy(2));
        assertThat(processor.started()).hasSize(1);

        renew(1);

        assertThat(processor.started()).hasSize(2);
    }

    @Test
    void drainsAtOnceWhileThePauseLasts() {
        add("1-0");
        log.paused = true;
        begin();

        assertThat(drain()).isCompleted();
        assertThat(log.pending).containsOnlyKeys("1-0");
    }

    @Test
    void G6_aJobThatWasRecordedByAStepWhoseAnswerGotLostIsChargedNothingByACrashDuringThePause() {
        begin();
        log.holdAnswers = true;
        add("1-0");
        loop.run();
        log.answer();
        log.paused = true;
        log.holdAnswers = false;
        loseTheAnswerUnderWay();
        loop.advance(AFTER_FAILURE);
        assertThat(processor.started()).isEmpty();

        assertThat(log.successor(true).attempts).containsExactly(Map.entry("1-0", 0));
    }

    private void renewPaused() {
        Pause pause = new Pause(true, 1);
        consumer.renewed(lease(), new Renewal(Renewal.Status.RENEWED, 0, 0, 0, Duration.ZERO, pause));
        loop.run();
    }
}
