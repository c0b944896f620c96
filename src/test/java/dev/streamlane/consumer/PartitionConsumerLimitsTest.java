package dev.streamlane.consumer;

import static dev.streamlane.consumer.Contexts.GROUP;
import static dev.streamlane.consumer.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.permit.FakeLedger;
import dev.streamlane.permit.GroupLimits;
import dev.streamlane.permit.GroupPermits;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionConsumerLimitsTest extends PartitionConsumerScene {
    private static final GroupLimits RATE = new GroupLimits(0, 10, Duration.ofSeconds(1));

    private final FakeLedger ledger = new FakeLedger(loop);

    @Test
    void g8_aStartThatIsAnsweredTooLateForTheRateWaitsForAnother() {
        beginLimited();
        add("1-0");
        loop.run();
        log.holdAnswers = true;
        ledger.grant(0, 1, Duration.ZERO);
        assertThat(log.lastStep().running()).containsExactly("1-0");
        loop.advance(ledger.last().delay());

        log.answer();

        assertThat(processor.calls).isEmpty();
        log.holdAnswers = false;
        ledger.grant(0, 1, Duration.ZERO);
        assertThat(processor.calls).hasSize(1);
    }

    @Test
    void g6_aSuspectThatIsAnsweredTooLateLetsOthersOfItsProcessStartWhileItWaits() {
        log.leavePending(entry("1-0", null), MAX_ATTEMPTS - 1, true, Duration.ofHours(1));
        beginLimited();
        log.holdAnswers = true;
        ledger.grant(0, 1, Duration.ZERO);
        assertThat(log.lastStep().alone()).isEqualTo("1-0");
        loop.advance(ledger.last().delay());

        log.answerAll();

        assertThat(processor.calls).isEmpty();
        assertThat(log.lastStep().running()).isEmpty();
        assertThat(context.gate().enter(1)).isTrue();
    }

    private void beginLimited() {
        contexts.permits = new GroupPermits(Map.of(GROUP, RATE), ledger, loop, () -> 0).of(GROUP, 64, loop, loop);
        contexts.permits.onMore(() -> consumer.pump());
        begin();
    }
}
