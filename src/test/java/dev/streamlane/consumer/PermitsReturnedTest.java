package dev.streamlane.consumer;

import static dev.streamlane.consumer.Contexts.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.testing.ManualLoop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PermitsReturnedTest {
    private static final GroupLimits RUNNING = new GroupLimits(10, 0, Duration.ofSeconds(1));

    private final ManualLoop loop = new ManualLoop();
    private final FakeLedger ledger = new FakeLedger(loop);
    private final Permits permits = new Permits(GROUP, RUNNING, ledger, loop, loop, loop, 64);

    @Test
    void whatCouldNotBeGivenBackIsGivenBackLater() {
        have(3);
        loop.advance(Permits.SETTLE);
        assertThat(ledger.last()).isEqualTo(ask(2, 0));
        ledger.fail();

        loop.advance(Permits.REFRESH);

        assertThat(ledger.last()).isEqualTo(ask(3, 0));
        ledger.grant(0, 0, Duration.ZERO);
        loop.advance(Duration.ofSeconds(5));
        assertThat(ledger.asks).hasSize(3);
    }

    @Test
    void whoConsumesNothingAnyMoreWantsNothing() {
        have(3);
        permits.want(9);

        permits.idle();

        assertThat(ledger.last()).isEqualTo(ask(2, 0));
    }

    @Test
    void whatIsAnsweredWhenNothingIsConsumedAnyMoreIsGivenBackAtOnce() {
        permits.want(3);
        loop.run();
        permits.idle();

        ledger.grant(3, 0, Duration.ZERO);

        assertThat(ledger.last()).isEqualTo(ask(2, 0));
    }

    @Test
    void neighboursThatWaitForAPermitHaveTheirTurnWhenOneIsFreeAgain() {
        Slots slots = new Slots(64, permits);
        slots.want(2);
        loop.run();
        ledger.grant(1, 0, Duration.ZERO);
        slots.shared(2);
        slots.take(1);

        slots.want(1);

        assertThat(slots.free()).isZero();
        assertThat(slots.contended()).isTrue();
    }

    private void have(int count) {
        permits.want(count);
        loop.run();
        ledger.grant(count, 0, Duration.ZERO);
        permits.took(count);
        permits.gave(count);
    }

    private static PermitLedger.Ask ask(long number, int more) {
        return new PermitLedger.Ask(number, 0, more, 0, 0, "slice");
    }
}
