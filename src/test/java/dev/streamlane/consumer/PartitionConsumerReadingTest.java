package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PartitionConsumerReadingTest extends PartitionConsumerScene {
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
}
