package dev.streamlane.permit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.permit.PermitLedger.Ask;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Of a group that has a limit of how many attempts begin in an interval. */
class StartPermitsTest extends PermitsScene {
    private static final Duration LAPSE = RATE.lapse();

    @Test
    void aStartIsDecidedOnSoonAfterItWasAskedFor() {
        Permits permits = permits(RATE);
        want(permits, 4);
        loop.advance(Duration.ofMillis(20));
        ledger.grant(0, 4, Duration.ZERO);
        take(permits, 1);
        assertThat(permits.available()).isEqualTo(3);

        loop.advance(LAPSE.minusMillis(21));
        assertThat(permits.available()).isEqualTo(3);
        loop.advance(Duration.ofMillis(1));

        assertThat(permits.available()).isZero();
    }

    @Test
    void g8_whatIsDecidedOnBeginsWithinTheTimeThatItCountsFor() {
        Permits permits = permits(RATE);
        long asked = loop.nanos();
        want(permits, 4);
        loop.advance(Duration.ofMillis(20));
        ledger.grant(0, 4, Duration.ZERO);

        long before = take(permits, 4);

        assertThat(Duration.ofNanos(before - asked))
                .isEqualTo(ledger.last().delay())
                .isEqualTo(LAPSE.multipliedBy(2));
    }

    @Test
    void startsThatWereNotUsedAreGivenBack() {
        Permits permits = permits(RATE);
        want(permits, 4);
        ledger.grant(0, 4, Duration.ZERO);
        take(permits, 1);
        permits.want(this, 0);

        loop.advance(LAPSE);

        assertThat(ledger.last()).isEqualTo(new Ask(2, 1, 0, 0, 0, LAPSE.multipliedBy(2), 3, "then"));
        ledger.grant(0, 0, Duration.ZERO);
        give(permits, 1);
        loop.advance(Duration.ofHours(1));
        assertThat(ledger.asks()).hasSize(2);
    }

    @Test
    void waitsForStartsNoLongerBecauseNoMoreMayRun() {
        Permits permits = permits(new GroupLimits(2, 100, SECOND));
        want(permits, 5);
        ledger.grant(1, 1, Duration.ZERO);
        take(permits, 1);
        want(permits, 4);
        assertThat(ledger.asks()).as("there is no room").hasSize(1);

        give(permits, 1);
        want(permits, 5);

        assertThat(ledger.asks()).hasSize(2);
    }

    @Test
    void asksNoMoreThanItMayUseWhileThereAreNoStarts() {
        Permits permits = permits(new GroupLimits(2, 10, SECOND));
        permits.onMore(() -> permits.want(this, 5));
        want(permits, 5);
        for (int i = 0; i < 4; i++) {
            ledger.grant(2, 0, Duration.ofSeconds(1));
            loop.advance(RATE.look().minusMillis(1));
            assertThat(ledger.asks()).hasSize(i + 1);
            loop.advance(Duration.ofMillis(1));
            assertThat(ledger.asks()).hasSize(i + 2);
        }
    }

    @Test
    void waitsUntilThereMayBeMoreStarts() {
        Permits permits = permits(RATE);
        want(permits, 4);
        ledger.grant(0, 1, Duration.ofMillis(200));
        take(permits, 1);
        want(permits, 3);
        loop.advance(Duration.ofMillis(199));
        assertThat(ledger.asks()).hasSize(1);

        loop.advance(Duration.ofMillis(1));

        assertThat(ledger.last().starts()).isEqualTo(3);
    }

    @Test
    void doesNotAskAtTheSameTimeAsAllOthers() {
        chance = 0.5;
        Permits permits = permits(RATE);
        want(permits, 4);
        ledger.grant(0, 0, Duration.ofMillis(200));
        want(permits, 4);
        loop.advance(Duration.ofMillis(209));
        assertThat(ledger.asks()).hasSize(1);

        loop.advance(Duration.ofMillis(1));

        assertThat(ledger.asks()).hasSize(2);
    }

    @Test
    void looksNowAndThenWhetherOthersHaveGivenStartsBack() {
        Permits permits = permits(RATE);
        want(permits, 4);
        ledger.grant(0, 0, Duration.ofHours(1));
        want(permits, 4);

        loop.advance(RATE.look());

        assertThat(ledger.asks()).hasSize(2);
    }

    @Test
    void asksForMoreAtATimeTheFasterStartsAreUsed() {
        Permits permits = permits(new GroupLimits(0, 1_000_000, SECOND));
        for (int i = 0; i < 8; i++) {
            want(permits, 1);
            int given = Math.max(ledger.last().starts(), ledger.last().portion());
            ledger.grant(0, given, Duration.ZERO);
            take(permits, given);
            give(permits, given);
        }

        assertThat(ledger.asks())
                .extracting(Ask::portion)
                .as("no more than may run here")
                .containsExactly(0, 2, 4, 8, 16, 32, 64, 64);
    }

    @Test
    void saysSoOnceWhereRedisTakesTooLongForAnyStart() {
        Permits permits = permits(RATE);
        permits.onMore(() -> permits.want(this, 1));
        want(permits, 1);
        for (int i = 0; i < 9; i++) {
            loop.advance(Duration.ofSeconds(2));
            ledger.grant(0, 1, Duration.ZERO);
        }

        assertThat(log.warnings()).singleElement().asString().contains("too late");
    }

    @Test
    void whatCouldNotBeginInTimeGetsMoreTimeTheNextTime() {
        Permits permits = permits(RATE);
        want(permits, 1);
        ledger.grant(0, 1, Duration.ZERO);
        take(permits, 1);
        loop.advance(LAPSE.multipliedBy(2));

        permits.late();
        give(permits, 1);
        want(permits, 1);

        assertThat(ledger.last().delay()).isEqualTo(LAPSE.multipliedBy(4));
    }
}
