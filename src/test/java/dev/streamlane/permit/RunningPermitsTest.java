package dev.streamlane.permit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.permit.PermitLedger.Grant;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Of a group that has a limit of how many jobs run at a time. */
class RunningPermitsTest extends PermitsScene {
    @Test
    void asksForAllThatIsWantedAtOnceAndStartsNothingBeforeTheAnswer() {
        Permits permits = permits(RUNNING);
        permits.want("one partition", 3);
        permits.want("another", 2);
        loop.run();

        assertThat(permits.available()).isZero();
        assertLastAsk(1, 0, 5);
        ledger.grant(3, 0, Duration.ZERO);
        assertThat(permits.available()).isEqualTo(3);
        assertThat(told).isEqualTo(1);
    }

    @Test
    void whoSaysItSeveralTimesWantsNoMore() {
        Permits permits = permits(RUNNING);
        permits.want("one partition", 3);
        permits.want("one partition", 2);
        permits.want("another", 2);
        permits.want("another", 0);

        loop.run();

        assertLastAsk(1, 0, 2);
    }

    @Test
    void aJobThatEndsMakesRoomForAnotherWithoutACall() {
        Permits permits = running(3);

        give(permits, 1);
        want(permits, 1);
        take(permits, 1);

        assertThat(permits.available()).isZero();
        assertThat(ledger.asks()).hasSize(1);
    }

    @Test
    void whatThereIsStartsBeforeItAsksForMore() {
        Permits permits = permits(RUNNING);
        permits.onMore(() -> {
            permits.want(this, 2);
            take(permits, permits.available());
        });
        want(permits, 1);

        ledger.grant(1, 0, Duration.ZERO);

        assertLastAsk(2, 1, 1);
    }

    @Test
    void whatIsWantedAndMayStartButDoesNotYetIsKept() {
        Permits permits = running(2);
        give(permits, 1);
        want(permits, 1);

        loop.advance(LedgerPermits.SETTLE);

        assertLastAsk(2, 1, 1);
    }

    @Test
    void whileItAsksNoMoreRunThanItHasSaid() {
        Permits permits = running(3);
        give(permits, 1);
        want(permits, 4);
        assertLastAsk(2, 2, 4);

        assertThat(permits.available())
                .as("it may hear that two are all that it has")
                .isZero();
        give(permits, 1);
        assertThat(permits.available()).isEqualTo(1);
        take(permits, 1);
        ledger.fail();

        assertThat(permits.available()).as("it does not know what it has").isZero();
        want(permits, 3);
        loop.advance(LedgerPermits.REFRESH);
        assertLastAsk(3, 2, 3);
        ledger.grant(4, 0, Duration.ZERO);
        assertThat(permits.available()).isEqualTo(2);
    }

    @Test
    void whoWantsSomeGetsAPortion() {
        Permits permits = permits(RUNNING);
        permits.want("one partition", 9);
        permits.want("another", 9);
        permits.want("a third", 1);
        loop.run();
        ledger.grant(8, 0, Duration.ZERO);

        assertThat(permits.portion()).isEqualTo(2);
        permits.want("another", 0);
        assertThat(permits.portion()).isEqualTo(4);
        permits.take("one partition", 7, loop.nanos());
        assertThat(permits.portion()).as("the last one").isEqualTo(1);
        permits.take("a third", 1, loop.nanos());
        assertThat(permits.portion()).isZero();
    }

    @Test
    void whatOthersWantIsGivenUpAsJobsEndAndTheyHearOfItAtOnce() {
        Permits permits = running(5);
        loop.advance(LedgerPermits.REFRESH);
        assertLastAsk(2, 5, 0);
        ledger.grant(3, 0, Duration.ZERO);

        permits.give(1);
        give(permits, 1);

        assertThat(permits.available()).isZero();
        assertLastAsk(3, 3, 0);
        ledger.grant(3, 0, Duration.ZERO);
        give(permits, 1);
        assertThat(permits.available()).isEqualTo(1);
        assertThat(ledger.asks()).hasSize(3);
    }

    @Test
    void whoHasToGiveUpAllGivesBackTheLastOneAsWell() {
        Permits permits = running(1);
        loop.advance(LedgerPermits.REFRESH);
        ledger.grant(0, 0, Duration.ZERO);

        give(permits, 1);

        assertLastAsk(3, 0, 0);
    }

    @Test
    void asksAgainAfterAMomentWhileOthersHaveWhatItWants() {
        Permits permits = permits(RUNNING);
        want(permits, 5);
        ledger.grant(2, 0, Duration.ZERO);
        take(permits, 2);
        want(permits, 3);
        assertThat(ledger.asks()).hasSize(1);

        loop.advance(LedgerPermits.SETTLE);

        assertLastAsk(2, 2, 3);
    }

    @Test
    void whoStandsFarBehindInTheQueueAsksLessOften() {
        Permits permits = permits(RUNNING);
        permits.onMore(() -> permits.want(this, 5));
        want(permits, 5);
        ledger.grant(new Grant(0, 2, 0, "", Duration.ZERO));
        loop.advance(LedgerPermits.SETTLE.multipliedBy(3).minusMillis(1));
        assertThat(ledger.asks()).hasSize(1);
        loop.advance(Duration.ofMillis(1));
        assertThat(ledger.asks()).hasSize(2);

        ledger.grant(new Grant(0, 900, 0, "", Duration.ZERO));
        loop.advance(PermitLedger.TURN.dividedBy(2));

        assertThat(ledger.asks()).as("long before it would lose its place").hasSize(3);
    }

    @Test
    void wantsNoMoreThanMayRunHere() {
        Permits permits = running(10);
        permits.want("one partition", MAX);
        permits.want("another", MAX);
        loop.run();

        assertLastAsk(2, 10, MAX - 10);
    }

    @Test
    void saysSoOnceWhereRedisAnswersTooLateForAnyJob() {
        Permits permits = permits(RUNNING);
        permits.onMore(() -> permits.want(this, 1));
        want(permits, 1);
        for (int i = 0; i < 3; i++) {
            loop.advance(PermitLedger.TRUST);
            ledger.grant(1, 0, Duration.ZERO);
        }

        assertThat(log.warnings()).singleElement().asString().contains("too late");
    }

    @Test
    void whatNothingNeedsIsGivenBackSoonAndThenNothingIsSaid() {
        Permits permits = running(2);
        give(permits, 2);
        loop.advance(LedgerPermits.SETTLE);
        assertLastAsk(2, 0, 0);
        ledger.grant(0, 0, Duration.ZERO);

        loop.advance(Duration.ofHours(1));

        assertThat(ledger.asks()).hasSize(2);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void whatCouldNotBeGivenBackIsGivenBackLaterAndTheLogSaysSoOnce() {
        Permits permits = running(3);
        give(permits, 3);
        loop.advance(LedgerPermits.SETTLE);
        ledger.fail();
        loop.advance(LedgerPermits.REFRESH);
        ledger.fail();

        loop.advance(LedgerPermits.REFRESH);

        assertLastAsk(4, 0, 0);
        ledger.grant(0, 0, Duration.ZERO);
        loop.advance(Duration.ofSeconds(5));
        assertThat(ledger.asks()).hasSize(4);
        assertThat(log.warnings()).singleElement().asString().contains("cannot be asked for");
    }

    @Test
    void givesBackAllAtOnceWhenNothingIsConsumedAnyMore() {
        Permits permits = running(2);
        give(permits, 2);
        permits.want(this, 5);

        permits.idle();

        assertLastAsk(2, 0, 0);
    }

    @Test
    void whatIsAnsweredWhenNothingIsConsumedAnyMoreIsGivenBackAtOnce() {
        Permits permits = permits(RUNNING);
        want(permits, 3);
        permits.idle();

        ledger.grant(3, 0, Duration.ZERO);

        assertLastAsk(2, 0, 0);
    }

    @Test
    void saysWhatRunsLongBeforeItWouldNotCountAnyMore() {
        running(2);
        for (int i = 2; i < 10; i++) {
            loop.advance(LedgerPermits.REFRESH);
            assertLastAsk(i, 2, 0);
            ledger.grant(2, 0, Duration.ZERO);
        }
    }

    @Test
    void reliesOnAnAnswerNoLongerThanOthersDo() {
        Permits permits = running(3);
        give(permits, 1);
        assertThat(permits.available()).isEqualTo(1);

        loop.advance(PermitLedger.TRUST);

        assertThat(permits.available()).isZero();
    }
}
