package dev.streamlane.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.partition.GroupId;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LeaseHolderTest {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration TRUST = Duration.ofMillis(9500);

    private final Journal journal = new Journal();
    private final ManualTicker ticker = new ManualTicker();
    private final FakeLeases leases = new FakeLeases(journal, ticker);
    private final FakeHost host = new FakeHost(journal);
    private final LeaseHolder holder = new LeaseHolder(
            new GroupId("topic", "group"),
            new Consumer("me", "incarnation-1", "host"),
            leases,
            host,
            new CoordinationSettings(Duration.ofSeconds(5), TTL, Duration.ZERO),
            new JournalEvents(journal),
            ticker,
            () -> journal.add("wake"));

    @Test
    void acquiresAndStartsWhatIsMeantForIt() {
        reconcile(0, 2);

        assertThat(journal.lines()).containsExactly("acquire 0", "start 0", "acquire 2", "start 2");
        assertThat(holder.owned()).containsExactly(0, 2);
        assertThat(holder.held()).containsExactly(0, 2);
    }

    @Test
    void G4_touchesOnlyWhatMoves() {
        reconcile(0, 1);
        journal.clear();

        reconcile(1, 2);

        assertThat(journal.lines()).containsExactly("drain 0", "acquire 2", "start 2");
    }

    @Test
    void G2_trustsAnAcquiredLeaseFromTheStartOfTheAttempt() {
        long started = ticker.nanos();
        leases.slowness = Duration.ofSeconds(3);

        reconcile(0);

        assertThat(host.run(0).lease.trustedUntil()).isEqualTo(started + TRUST.toNanos());
    }

    @Test
    void G2_trustsARenewedLeaseFromTheStartOfTheAttemptHoweverSlowTheAnswer() {
        reconcile(0);
        ticker.advance(Duration.ofSeconds(5));
        long started = ticker.nanos();
        leases.slowness = Duration.ofSeconds(3);

        holder.renew(Pause.NEVER);

        assertThat(host.run(0).lease.trustedUntil()).isEqualTo(started + TRUST.toNanos());
    }

    @Test
    void G2_doesNotTrustALeaseAgainWhoseTrustEndedDuringItsRenewal() {
        reconcile(0);
        ticker.advance(Duration.ofSeconds(9));
        leases.duringRenewal = () -> {
            ticker.advance(Duration.ofSeconds(1));
            holder.distrust(ticker.nanos());
        };

        holder.renew(Pause.NEVER);

        assertThat(host.run(0).abandoned).isTrue();
        assertThat(holder.owned()).isEmpty();
    }

    @Test
    void G2_interruptsWhatRunsUnderALeasePastTrustAndAcquiresItAnew() {
        reconcile(0, 1);
        ticker.advance(Duration.ofSeconds(5));
        leases.renewals.put(0, Renewal.UNKNOWN);
        holder.renew(Pause.NEVER);
        ticker.advance(Duration.ofSeconds(5));
        journal.clear();

        holder.distrust(ticker.nanos());

        assertThat(journal.lines()).containsExactly("abandon 0", "event: lost 0", "wake");
        holder.releaseDrained();
        reconcile(0, 1);
        assertThat(journal.of("release", "acquire", "start"))
                .containsExactly("release 0 of epoch 101", "acquire 0", "start 0");
        assertThat(host.run(0).lease.epoch()).isEqualTo(103);
        assertThat(holder.owned()).containsExactly(0, 1);
    }

    @Test
    void G2_looksAgainWhenTrustInTheFirstLeaseEnds() {
        reconcile(0);
        ticker.advance(Duration.ofSeconds(3));
        reconcile(0, 1);

        assertThat(holder.distrust(ticker.nanos())).isEqualTo(TRUST.minusSeconds(3));

        holder.renew(Pause.NEVER);
        assertThat(holder.distrust(ticker.nanos())).isEqualTo(TRUST);
    }

    @Test
    void G2_looksAgainWhenTrustEndsInWhatIsBeingAcquired() {
        AtomicReference<Duration> next = new AtomicReference<>();
        leases.duringAcquisition = () -> {
            ticker.advance(Duration.ofSeconds(3));
            next.set(holder.distrust(ticker.nanos()));
        };

        reconcile(0);

        assertThat(next).hasValue(TRUST.minusSeconds(3));
    }

    @Test
    void looksAtMostSeveralTimesWithinTheMarginThatTrustLeaves() {
        reconcile(0);
        ticker.advance(TRUST.minusNanos(1));

        assertThat(holder.distrust(ticker.nanos())).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void needNotLookForWhatHasBeenLost() {
        reconcile(0);
        ticker.advance(TTL);

        assertThat(holder.distrust(ticker.nanos())).isEqualTo(TRUST);
    }

    @Test
    void keepsALeaseWhoseRenewalGotNoAnswer() {
        reconcile(0);
        long trustedUntil = host.run(0).lease.trustedUntil();
        ticker.advance(Duration.ofSeconds(5));
        leases.renewals.put(0, Renewal.UNKNOWN);

        holder.renew(Pause.NEVER);

        assertThat(holder.owned()).containsExactly(0);
        assertThat(host.run(0).abandoned).isFalse();
        assertThat(host.run(0).lease.trustedUntil()).isEqualTo(trustedUntil);
    }

    @Test
    void stopsAndForgetsAPartitionWhoseLeaseIsSomebodyElses() {
        reconcile(0, 1);
        journal.clear();
        leases.renewals.put(1, Renewal.LOST);

        holder.renew(Pause.NEVER);

        assertThat(journal.lines()).containsExactly("renew {0=101, 1=102}", "abandon 1", "event: lost 1");
        assertThat(holder.held()).containsExactly(0);
    }

    @Test
    void asksForNothingWhenItHoldsNothing() {
        holder.renew(Pause.NEVER);
        holder.releaseDrained();

        assertThat(journal.lines()).isEmpty();
    }

    @Test
    void renewsALeaseWhileItDrainsAndReleasesItOnlyAfterwards() {
        reconcile(0);
        reconcile();
        journal.clear();

        holder.renew(Pause.NEVER);
        holder.releaseDrained();
        assertThat(journal.lines()).containsExactly("renew {0=101}");

        ticker.advance(Duration.ofMillis(300));
        host.run(0).finishDraining();
        holder.renew(Pause.NEVER);
        holder.releaseDrained();

        assertThat(journal.lines())
                .containsExactly("renew {0=101}", "wake", "release 0 of epoch 101", "event: released 0 after PT0.3S");
        assertThat(holder.held()).isEmpty();
    }

    @Test
    void acquiresAPartitionThatIsWantedBackOnlyAfterItHasDrained() {
        reconcile(0);
        reconcile();
        journal.clear();

        reconcile(0);
        assertThat(journal.lines()).isEmpty();

        host.run(0).finishDraining();
        reconcile(0);
        assertThat(journal.of("acquire")).isEmpty();
        holder.releaseDrained();
        reconcile(0);
        assertThat(journal.of("release", "acquire", "start"))
                .containsExactly("release 0 of epoch 101", "acquire 0", "start 0");
    }

    @Test
    void retriesARefusedAcquisitionWhenTheOtherLeaseEnds() {
        leases.taken.put(0, Duration.ofSeconds(4));
        leases.taken.put(2, Duration.ofMillis(700));

        Duration next = reconcile(0, 1, 2);

        assertThat(next).isEqualTo(Duration.ofMillis(700));
        assertThat(holder.owned()).containsExactly(1);
        leases.taken.clear();
        reconcile(0, 1, 2);
        assertThat(holder.owned()).containsExactly(0, 1, 2);
    }

    @Test
    void keepsWhatItGotWhenRedisGoesAwayInTheMiddle() {
        reconcile(0);
        leases.down = true;

        assertThatThrownBy(() -> reconcile(0, 1)).isInstanceOf(StoreUnavailableException.class);

        assertThat(holder.owned()).containsExactly(0);
        assertThat(host.run(0).abandoned).isFalse();
    }

    @Test
    void releasesAgainWhenRedisDidNotAnswerTheFirstTime() {
        reconcile(0);
        reconcile();
        host.run(0).finishDraining();
        leases.down = true;
        assertThatThrownBy(holder::releaseDrained).isInstanceOf(StoreUnavailableException.class);
        leases.down = false;

        holder.releaseDrained();

        assertThat(journal.of("release")).hasSize(2);
        assertThat(journal.of("event: released")).hasSize(1);
        assertThat(holder.held()).isEmpty();
    }

    @Test
    void acquiresAPartitionAnewWhoseRunFoundItsLeaseGone() {
        reconcile(0);
        host.run(0).loseLease();

        holder.renew(Pause.NEVER);
        holder.releaseDrained();
        reconcile(0);

        assertThat(journal.of("renew")).isEmpty();
        assertThat(journal.of("wake", "acquire", "start"))
                .containsExactly("acquire 0", "start 0", "wake", "acquire 0", "start 0");
    }

    @Test
    void reportsALeaseThatARunFoundGoneAsLostOnceAndNotAsReleased() {
        reconcile(0);
        ticker.advance(Duration.ofSeconds(1));
        host.run(0).loseLease();

        holder.releaseDrained();
        holder.releaseDrained();

        assertThat(journal.of("event")).containsExactly("event: lost 0");
    }

    @Test
    void reportsALeasePastTrustAsLostOnceAndNotAsReleased() {
        reconcile(0);
        ticker.advance(TTL);
        holder.distrust(ticker.nanos());
        host.run(0).lost = true;

        holder.releaseDrained();

        assertThat(journal.of("event")).containsExactly("event: lost 0");
    }

    @Test
    void abandonsEverythingAndReleasesNothing() {
        reconcile(0, 1);
        journal.clear();

        holder.abandonAll();

        assertThat(journal.lines()).containsExactly("abandon 0", "abandon 1");
        assertThat(holder.held()).isEmpty();
    }

    @Test
    void breaksOffALongRowOfAcquisitionsSoThatTheFirstOnesAreRenewedInTime() {
        leases.slowness = Duration.ofSeconds(1);

        Duration next = reconcile(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

        assertThat(next).isEqualTo(Duration.ZERO);
        assertThat(holder.owned()).hasSizeBetween(4, 8);
    }

    private Duration reconcile(Integer... target) {
        return holder.reconcile(List.of(target), FakeMembership.settings(16));
    }
}
