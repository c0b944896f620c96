package dev.streamlane.coordination;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.BOB;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.SHORT;
import static dev.streamlane.testing.Scene.reborn;
import static dev.streamlane.testing.Scene.running;
import static dev.streamlane.testing.Scene.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.consumer.PartitionLog.Pending;
import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.coordination.Leases.Acquisition;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.testing.Ports;
import dev.streamlane.testing.Scene;
import dev.streamlane.testing.Stages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store's leases must do. */
public abstract class LeasesContract {
    protected Scene scene;

    protected abstract Ports ports();

    @BeforeEach
    void setScene() {
        scene = new Scene(ports());
    }

    @Test
    void aFreeLeaseIsGranted() {
        Acquisition.Granted granted = scene.acquire(ANN, LONG);

        assertThat(granted.epoch()).isPositive();
        assertThat(granted.lastDelivered()).isEqualTo("0-0");
    }

    @Test
    void g2_aHeldLeaseIsRefusedAndSaysForHowLong() {
        scene.acquire(ANN, LONG);

        Acquisition answer = ports().leases().acquire(GROUP, 0, BOB, LONG);

        assertThat(answer).isInstanceOfSatisfying(Acquisition.Held.class, held -> assertThat(held.remaining())
                .isPositive()
                .isLessThanOrEqualTo(LONG));
    }

    @Test
    void theLeasesOfPartitionsAndGroupsAreIndependent() {
        scene.acquire(ANN, LONG);

        assertThat(ports().leases().acquire(GROUP, 1, BOB, LONG)).isInstanceOf(Acquisition.Granted.class);
    }

    @Test
    void g2_anExpiredLeaseIsTakenUnderAHigherEpochAndLostToItsHolder() {
        long old = scene.acquire(ANN, SHORT).epoch();
        ports().advance(SHORT);

        long epoch = scene.acquire(BOB, LONG).epoch();

        assertThat(epoch).isGreaterThan(old);
        assertThat(renew(ANN, old)).isEqualTo(Renewal.LOST);
        assertThat(renew(BOB, epoch).status()).isEqualTo(Renewal.Status.RENEWED);
    }

    @Test
    void anExpiredLeaseThatNobodyTookIsRenewedUnderItsEpoch() {
        long epoch = scene.acquire(ANN, SHORT).epoch();

        ports().advance(SHORT);

        assertThat(renew(ANN, epoch).status()).isEqualTo(Renewal.Status.RENEWED);
        assertThat(ports().leases().acquire(GROUP, 0, BOB, LONG)).isInstanceOf(Acquisition.Held.class);
    }

    @Test
    void aRenewalMovesTheEnd() {
        long epoch = scene.acquire(ANN, SHORT).epoch();

        renew(ANN, epoch);
        ports().advance(SHORT);

        assertThat(ports().leases().acquire(GROUP, 0, BOB, LONG)).isInstanceOf(Acquisition.Held.class);
    }

    @Test
    void aNewerIncarnationOfTheHolderTakesTheLeaseAtOnce() {
        long old = scene.acquire(ANN, LONG).epoch();

        assertThat(scene.acquire(reborn(ANN), LONG).epoch()).isGreaterThan(old);
        assertThat(renew(ANN, old)).isEqualTo(Renewal.LOST);
    }

    @Test
    void acquiringAgainGivesAHigherEpochAndChargesNobody() {
        List<String> ids = scene.enqueue("a");
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 10);
        Scene.taken(log, running(ids.get(0)));

        PartitionLog again = scene.hold(ANN, LONG);

        assertThat(Scene.adoptAll(again)).extracting(Pending::attempts).containsExactly(0);
    }

    @Test
    void aReleasedLeaseIsFreeAtOnceAndItsEpochStillRises() {
        long old = scene.acquire(ANN, LONG).epoch();

        ports().leases().release(GROUP, 0, ANN, old);

        assertThat(scene.acquire(BOB, LONG).epoch()).isGreaterThan(old);
    }

    @Test
    void g2_aReleaseUnderAnOldEpochDoesNothing() {
        long old = scene.acquire(ANN, SHORT).epoch();
        ports().advance(SHORT);
        long epoch = scene.acquire(BOB, LONG).epoch();

        ports().leases().release(GROUP, 0, ANN, old);
        ports().leases().release(GROUP, 0, BOB, old);

        assertThat(renew(BOB, epoch).status()).isEqualTo(Renewal.Status.RENEWED);
    }

    @Test
    void aLeaseThatWasNeverTakenCannotBeRenewed() {
        assertThat(renew(ANN, 1)).isEqualTo(Renewal.LOST);
    }

    @Test
    void aRenewalAnswersForEachPartition() {
        long first = scene.acquire(ANN, LONG).epoch();
        long second = ((Acquisition.Granted) ports().leases().acquire(GROUP, 1, ANN, LONG)).epoch();

        Map<Integer, Renewal> renewals = ports().leases().renew(GROUP, Map.of(0, first, 1, second, 2, 1L), ANN, LONG);

        assertThat(renewals).containsOnlyKeys(0, 1, 2);
        assertThat(renewals.get(1).status()).isEqualTo(Renewal.Status.RENEWED);
        assertThat(renewals.get(2)).isEqualTo(Renewal.LOST);
    }

    @Test
    void aRenewalCountsWhatIsUnfinished() {
        List<String> ids = scene.enqueue(5);
        Acquisition.Granted granted = scene.acquire(ANN, LONG);
        PartitionLog log = scene.open(ANN, granted.epoch());
        Scene.read(log, 3);
        Scene.taken(log, step(ids.subList(0, 1), 0));

        Renewal renewal = renew(ANN, granted.epoch());

        assertThat(renewal.pending()).isEqualTo(2);
        assertThat(renewal.length()).isEqualTo(5);
        assertThat(renewal.backlog()).isEqualTo(4);
    }

    @Test
    void aRenewalTellsTheAgeOfTheOldestUnfinishedEntry() {
        List<String> ids = scene.enqueue("a");
        Acquisition.Granted granted = scene.acquire(ANN, LONG);
        PartitionLog log = scene.open(ANN, granted.epoch());
        ports().advance(SHORT);

        assertThat(renew(ANN, granted.epoch()).oldest()).isGreaterThanOrEqualTo(SHORT);
        Scene.read(log, 1);
        assertThat(renew(ANN, granted.epoch()).oldest()).isGreaterThanOrEqualTo(SHORT);
        Scene.taken(log, step(ids, 0));
        assertThat(renew(ANN, granted.epoch()).oldest()).isEqualTo(Duration.ZERO);
    }

    @Test
    void anAcquisitionTellsHowFarTheGroupHasRead() {
        List<String> ids = scene.enqueue("a", "b", "c");
        Acquisition.Granted granted = scene.acquire(ANN, LONG);
        Scene.read(scene.open(ANN, granted.epoch()), 2);
        ports().leases().release(GROUP, 0, ANN, granted.epoch());

        assertThat(scene.acquire(BOB, LONG).lastDelivered()).isEqualTo(ids.get(1));
    }

    @Test
    void g6_whatACrashedHolderHadStartedHasUsedAnAttemptAndNothingElse() {
        List<String> ids = scene.enqueue("ran", "waited", "done");
        PartitionLog log = scene.hold(ANN, SHORT);
        Scene.read(log, 10);
        Scene.taken(log, running(ids.get(0), ids.get(2)));
        Scene.taken(log, new Step(ids.subList(2, 3), Map.of(), ids.subList(0, 1), null, List.of(), 0));
        ports().advance(SHORT);

        List<Pending> pending = Scene.adoptAll(scene.hold(BOB, LONG));

        assertThat(pending).extracting(entry -> entry.entry().id()).containsExactly(ids.get(0), ids.get(1));
        assertThat(pending).extracting(Pending::attempts).containsExactly(1, 0);
        assertThat(pending).extracting(Pending::ownerLost).containsExactly(true, false);
    }

    @Test
    void g6_attemptsOfSeveralCrashesAddUp() {
        List<String> ids = scene.enqueue("a");
        PartitionLog first = scene.hold(ANN, LONG);
        Scene.read(first, 1);
        Scene.taken(first, running(ids.get(0)));
        PartitionLog second = scene.hold(reborn(ANN), LONG);
        Scene.taken(second, running(ids.get(0)));

        List<Pending> pending = Scene.adoptAll(scene.hold(reborn(reborn(ANN)), LONG));

        assertThat(pending).extracting(Pending::attempts).containsExactly(2);
    }

    @Test
    void g6_aCrashAddsToAttemptsThatFailed() {
        List<String> ids = scene.enqueue("a");
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 1);
        Scene.taken(log, new Step(List.of(), Map.of(ids.get(0), 2), ids, null, List.of(), 0));

        List<Pending> pending = Scene.adoptAll(scene.hold(reborn(ANN), LONG));

        assertThat(pending).extracting(Pending::attempts).containsExactly(3);
        assertThat(pending).extracting(Pending::ownerLost).containsExactly(true);
    }

    @Test
    void g6_aJobThatRanAloneWhenItsHolderCrashedIsNotInDoubt() {
        List<String> ids = scene.enqueue("a");
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 1);
        Scene.taken(log, new Step(List.of(), Map.of(), ids, ids.get(0), List.of(), 0));

        List<Pending> pending = Scene.adoptAll(scene.hold(reborn(ANN), LONG));

        assertThat(pending).extracting(Pending::attempts).containsExactly(1);
        assertThat(pending).extracting(Pending::ownerLost).containsExactly(false);
    }

    @Test
    void g6_aReleaseChargesNobody() {
        List<String> ids = scene.enqueue("a");
        Acquisition.Granted granted = scene.acquire(ANN, LONG);
        PartitionLog log = scene.open(ANN, granted.epoch());
        Scene.read(log, 1);
        Scene.taken(log, running(ids.get(0)));

        ports().leases().release(GROUP, 0, ANN, granted.epoch());

        List<Pending> pending = Scene.adoptAll(scene.hold(BOB, LONG));
        assertThat(pending).extracting(Pending::attempts).containsExactly(0);
    }

    @Test
    void g2_nothingIsWrittenUnderAReleasedLease() {
        List<String> ids = scene.enqueue("a");
        Acquisition.Granted granted = scene.acquire(ANN, LONG);
        PartitionLog log = scene.open(ANN, granted.epoch());
        Scene.read(log, 1);
        ports().leases().release(GROUP, 0, ANN, granted.epoch());

        assertThat(Stages.get(log.step(step(ids, 1)))).isInstanceOf(PartitionLog.StepReply.Lost.class);
        assertThat(Scene.adoptAll(scene.hold(BOB, LONG))).hasSize(1);
    }

    @Test
    void aRenewalTellsThePauseThatIsShownLast() {
        long epoch = scene.acquire(ANN, LONG).epoch();
        assertThat(renew(ANN, epoch).pause()).isEqualTo(Pause.NEVER);

        ports().leases().show(GROUP, Set.of(0), new Pause(true, 7));
        ports().leases().show(GROUP, Set.of(0, 1), new Pause(false, 6));

        assertThat(renew(ANN, epoch).pause()).isEqualTo(new Pause(true, 7));
    }

    @Test
    void aPauseThatIsShownBeforeThereIsALeaseLastsThroughAcquisitionAndRelease() {
        ports().leases().show(GROUP, Set.of(0), new Pause(true, 7));

        long first = scene.acquire(ANN, LONG).epoch();
        ports().leases().release(GROUP, 0, ANN, first);
        long second = scene.acquire(BOB, LONG).epoch();

        assertThat(renew(BOB, second).pause().paused()).isTrue();
    }

    protected Renewal renew(Consumer consumer, long epoch) {
        return ports().leases().renew(GROUP, Map.of(0, epoch), consumer, LONG).get(0);
    }
}
