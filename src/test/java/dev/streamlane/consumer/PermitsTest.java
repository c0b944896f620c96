package dev.streamlane.consumer;

import static dev.streamlane.consumer.Contexts.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.testing.ManualLoop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PermitsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final GroupLimits RUNNING = new GroupLimits(10, 0, SECOND);
    private static final GroupLimits RATE = new GroupLimits(0, 10, SECOND);

    private final ManualLoop loop = new ManualLoop();
    private final FakeLedger ledger = new FakeLedger(loop);
    private int told;

    @Test
    void asksForAllThatIsWantedAtOnceAndStartsNothingBeforeTheAnswer() {
        Permits permits = permits(RUNNING);
        permits.want(3);
        permits.want(2);
        loop.run();

        assertThat(permits.available()).isZero();
        assertThat(ledger.asks).containsExactly(ask(1, 0, 5));
        ledger.grant(3, 0, Duration.ZERO);
        assertThat(permits.available()).isEqualTo(3);
        assertThat(told).isEqualTo(1);
    }

    @Test
    void aJobThatEndsMakesRoomForAnotherWithoutACall() {
        Permits permits = running(3);

        permits.gave(1);
        want(permits, 1);
        permits.took(1);

        assertThat(permits.available()).isZero();
        assertThat(ledger.asks).hasSize(1);
    }

    @Test
    void whatThereIsStartsBeforeItAsksForMore() {
        Permits permits = permits(RUNNING);
        permits.onMore(() -> {
            permits.want(2);
            permits.took(permits.available());
        });
        want(permits, 1);

        ledger.grant(1, 0, Duration.ZERO);

        assertThat(ledger.asks).containsExactly(ask(1, 0, 1), ask(2, 1, 1));
    }

    @Test
    void whileItAsksNoMoreRunThanItHasSaid() {
        Permits permits = running(3);
        permits.gave(1);
        want(permits, 4);
        assertThat(ledger.last()).isEqualTo(ask(2, 2, 3));

        assertThat(permits.available())
                .as("it may hear that two are all that it has")
                .isZero();
        permits.gave(1);
        assertThat(permits.available()).isEqualTo(1);
        permits.took(1);
        ledger.fail();

        assertThat(permits.available()).as("it does not know what it has").isZero();
        loop.advance(Permits.REFRESH);
        assertThat(ledger.last()).isEqualTo(ask(3, 2, 3));
        ledger.grant(4, 0, Duration.ZERO);
        assertThat(permits.available()).isEqualTo(2);
    }

    @Test
    void whatOthersWantIsGivenUpAsJobsEnd() {
        Permits permits = running(5);
        loop.advance(Permits.REFRESH);
        assertThat(ledger.last()).isEqualTo(ask(2, 5, 0));
        ledger.grant(3, 0, Duration.ZERO);

        permits.gave(2);
        assertThat(permits.available()).isZero();
        permits.gave(1);
        assertThat(permits.available()).isEqualTo(1);
    }

    @Test
    void asksAgainAfterAMomentWhileOthersHaveWhatItWants() {
        Permits permits = permits(RUNNING);
        want(permits, 5);
        ledger.grant(2, 0, Duration.ZERO);
        permits.took(2);
        want(permits, 3);
        assertThat(ledger.asks).hasSize(1);

        loop.advance(Permits.SETTLE);

        assertThat(ledger.asks).containsExactly(ask(1, 0, 5), ask(2, 2, 3));
    }

    @Test
    void whatNothingNeedsIsGivenBackSoonAndThenNothingIsSaid() {
        Permits permits = running(2);
        permits.gave(2);
        loop.advance(Permits.SETTLE);
        assertThat(ledger.last()).isEqualTo(ask(2, 0, 0));
        ledger.grant(0, 0, Duration.ZERO);

        loop.advance(Duration.ofHours(1));

        assertThat(ledger.asks).hasSize(2);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void givesBackAllAtOnceWhenNothingIsConsumedAnyMore() {
        Permits permits = running(2);
        permits.gave(2);

        permits.idle();

        assertThat(ledger.last()).isEqualTo(ask(2, 0, 0));
    }

    @Test
    void saysWhatRunsLongBeforeItWouldNotCountAnyMore() {
        running(2);
        for (int i = 2; i < 10; i++) {
            loop.advance(Permits.REFRESH);
            assertThat(ledger.last()).isEqualTo(ask(i, 2, 0));
            ledger.grant(2, 0, Duration.ZERO);
        }
    }

    @Test
    void reliesOnAnAnswerNoLongerThanOthersDo() {
        Permits permits = running(3);
        permits.gave(1);
        assertThat(permits.available()).isEqualTo(1);

        loop.advance(Permits.TRUST);

        assertThat(permits.available()).isZero();
    }

    @Test
    void aStartCountsForAMomentFromWhenItWasAskedFor() {
        Permits permits = permits(RATE);
        want(permits, 4);
        loop.advance(Duration.ofMillis(20));
        ledger.grant(0, 4, Duration.ZERO);
        permits.took(1);
        assertThat(permits.available()).isEqualTo(3);

        loop.advance(Duration.ofMillis(29));
        assertThat(permits.available()).isEqualTo(3);
        loop.advance(Duration.ofMillis(1));

        assertThat(permits.available()).isZero();
    }

    @Test
    void startsThatWereNotUsedAreGivenBack() {
        Permits permits = permits(RATE);
        want(permits, 4);
        ledger.grant(0, 4, Duration.ZERO);
        permits.took(1);

        loop.advance(RATE.lapse());

        assertThat(ledger.last()).isEqualTo(new PermitLedger.Ask(2, 1, 0, 0, 3, "slice"));
        ledger.grant(0, 0, Duration.ZERO);
        permits.gave(1);
        loop.advance(Duration.ofHours(1));
        assertThat(ledger.asks).hasSize(2);
    }

    @Test
    void waitsUntilThereMayBeMoreStarts() {
        Permits permits = permits(RATE);
        want(permits, 4);
        ledger.grant(0, 1, Duration.ofMillis(200));
        permits.took(1);
        want(permits, 3);
        loop.advance(Duration.ofMillis(199));
        assertThat(ledger.asks).hasSize(1);

        loop.advance(Duration.ofMillis(1));

        assertThat(ledger.last().starts()).isEqualTo(3);
    }

    @Test
    void looksNowAndThenWhetherOthersHaveGivenStartsBack() {
        Permits permits = permits(RATE);
        want(permits, 4);
        ledger.grant(0, 0, Duration.ofHours(1));
        want(permits, 4);

        loop.advance(Permits.LOOK);

        assertThat(ledger.asks).hasSize(2);
    }

    @Test
    void asksForMoreAtATimeTheFasterStartsAreUsed() {
        Permits permits = permits(new GroupLimits(0, 1_000_000, SECOND));
        for (int i = 0; i < 8; i++) {
            want(permits, 1);
            ledger.grant(0, ledger.last().starts(), Duration.ZERO);
            permits.took(ledger.last().starts());
        }

        assertThat(ledger.asks)
                .extracting(PermitLedger.Ask::starts)
                .as("no more than may run here")
                .containsExactly(1, 2, 4, 8, 16, 32, 64, 64);
    }

    private void want(Permits permits, int count) {
        permits.want(count);
        loop.run();
    }

    private Permits running(int count) {
        Permits permits = permits(RUNNING);
        want(permits, count);
        ledger.grant(count, 0, Duration.ZERO);
        permits.took(count);
        return permits;
    }

    private Permits permits(GroupLimits limits) {
        Permits permits = new Permits(GROUP, limits, ledger, loop, loop, loop, 64);
        permits.onMore(() -> told++);
        return permits;
    }

    private static PermitLedger.Ask ask(long number, int running, int more) {
        return new PermitLedger.Ask(number, running, more, 0, 0, number == 1 ? "" : "slice");
    }
}
