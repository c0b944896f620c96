package dev.streamlane.consumer;

import static dev.streamlane.consumer.Contexts.GROUP;
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
        contexts.permits = new GroupPermits(Map.of(GROUP, RATE), ledger, loop).of(GROUP, 64, loop, loop);
        contexts.permits.onMore(() -> consumer.pump());
        begin();
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
}
