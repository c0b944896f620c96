package dev.streamlane.consumer;

import static dev.streamlane.consumer.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.partition.GroupId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionConsumerLeaseTest extends PartitionConsumerScene {
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
    void G7_givesThePartitionUpAfterAnErrorOfOurOwnAndNotBusily() {
        add("1-0");
        begin();
        log.bug = new IllegalStateException("a bug");

        processor.call("1-0").done();
        loop.run();

        assertThat(consumer.lost()).isTrue();
        assertThat(heard).containsExactly("closed");
        assertThat(context.slots().free()).isEqualTo(contexts.maxConcurrency);
        assertThat(context.gate().enterAlone("somebody")).isTrue();
        loop.advance(Duration.ofSeconds(1));
        assertThat(heard).containsExactly("closed", "lost");
    }

    @Test
    void G8_keepsNoSlotOfJobsThatAnErrorOfOurOwnKeptFromStarting() {
        for (int i = 1; i <= 3; i++) {
            log.leavePending(entry(i + "-0", null), 0, false, Duration.ZERO);
        }
        log.bug = new IllegalStateException("a bug");

        begin();

        assertThat(consumer.lost()).isTrue();
        assertThat(context.slots().free()).isEqualTo(contexts.maxConcurrency);
        assertThat(context.gate().enterAlone("somebody")).isTrue();
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
}
