package dev.streamlane.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.coordination.Holding.State;
import dev.streamlane.partition.Lease;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HoldingTest {
    private static final Lease LEASE = new Lease(3, 7, 1000);

    private final Journal journal = new Journal();
    private final FakeHost.Run run = new FakeHost.Run(journal, LEASE, () -> {});
    private final Holding holding = new Holding(LEASE, run, 0);

    @Test
    void isOwnedUntilItIsRevokedAndRevokingUntilItHasDrained() {
        assertThat(holding.state()).isEqualTo(State.OWNED);

        holding.revoke(500, () -> journal.add("woken"));

        assertThat(holding.state()).isEqualTo(State.REVOKING);
        assertThat(journal.lines()).containsExactly("drain 3");

        run.finishDraining();

        assertThat(holding.state()).isEqualTo(State.DRAINED);
        assertThat(holding.revokedAt()).isEqualTo(500);
        assertThat(holding.handedOver()).isTrue();
        assertThat(journal.lines()).containsExactly("drain 3", "woken");
    }

    @Test
    void isRevokedOnlyOnce() {
        holding.revoke(500, () -> journal.add("woken"));
        holding.revoke(600, () -> journal.add("woken"));

        assertThat(journal.of("drain")).hasSize(1);
        assertThat(holding.revokedAt()).isEqualTo(500);
    }

    @Test
    void passesARenewalOnUnlessItHasDrained() {
        holding.renewed(2000, FakeLeases.renewed(0));
        assertThat(run.lease).isEqualTo(new Lease(3, 7, 2000));

        holding.abandon();
        holding.renewed(3000, FakeLeases.renewed(0));

        assertThat(holding.lease().trustedUntil()).isEqualTo(2000);
        assertThat(run.lease.trustedUntil()).isEqualTo(2000);
    }

    @Test
    void isRenewedWhileItDrains() {
        holding.revoke(500, () -> {});

        holding.renewed(2000, FakeLeases.renewed(0));

        assertThat(run.lease.trustedUntil()).isEqualTo(2000);
    }

    @Test
    void stopsItsRunOnceWhenItCannotBeTrustedAnyMore() {
        assertThat(holding.distrust(999)).isFalse();
        assertThat(holding.distrust(1000)).isTrue();
        assertThat(holding.distrust(1001)).isFalse();

        assertThat(journal.lines()).containsExactly("abandon 3");
        assertThat(holding.state()).isEqualTo(State.DRAINED);
    }

    @Test
    void stopsDrainingWhenItCannotBeTrustedAnyMore() {
        holding.revoke(500, () -> journal.add("woken"));

        assertThat(holding.distrust(1000)).isTrue();

        assertThat(journal.lines()).containsExactly("drain 3", "abandon 3", "woken");
        assertThat(holding.handedOver()).isFalse();
    }

    @Test
    void G2_isSeenAsDrainedOnlyOnceItsRunHasBeenStopped() {
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        run.beforeAbandoned = () -> {
            Thread beat = new Thread(() -> stopped.complete(holding.state() == State.DRAINED && run.abandoned));
            beat.start();
            await().until(() -> stopped.isDone() || beat.getState() == Thread.State.BLOCKED);
        };

        holding.distrust(1000);

        assertThat(stopped.join()).isTrue();
    }

    @Test
    void countsAsDrainedWhenItsRunHasLostTheLease() {
        run.loseLease();

        assertThat(holding.state()).isEqualTo(State.DRAINED);
        assertThat(holding.handedOver()).isFalse();
        assertThat(holding.lossToReport()).isTrue();
        assertThat(holding.lossToReport()).isFalse();
    }
}
