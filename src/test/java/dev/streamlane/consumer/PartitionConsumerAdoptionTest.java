package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.PartitionLog.DeadLetter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PartitionConsumerAdoptionTest extends PartitionConsumerScene {
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
}
