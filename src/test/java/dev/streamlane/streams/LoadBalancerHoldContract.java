package dev.streamlane.streams;

import static dev.streamlane.streams.LoadBalancerScene.ANN;
import static dev.streamlane.streams.LoadBalancerScene.BOB;
import static dev.streamlane.streams.LoadBalancerScene.GO;
import static dev.streamlane.streams.LoadBalancerScene.LONG;
import static dev.streamlane.streams.LoadBalancerScene.SHORT;
import static dev.streamlane.streams.LoadBalancerScene.assignment;
import static dev.streamlane.streams.LoadBalancerScene.beat;
import static dev.streamlane.streams.LoadBalancerScene.claim;
import static dev.streamlane.streams.LoadBalancerScene.granted;
import static dev.streamlane.streams.LoadBalancerScene.lock;
import static dev.streamlane.streams.LoadBalancerScene.own;
import static dev.streamlane.streams.LoadBalancerScene.pending;
import static dev.streamlane.streams.LoadBalancerScene.pendingIds;
import static dev.streamlane.streams.LoadBalancerScene.reborn;
import static dev.streamlane.streams.LoadBalancerScene.take;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.LoadBalancer.Claim;
import dev.streamlane.streams.LoadBalancer.Ending;
import dev.streamlane.streams.LoadBalancer.Extended;
import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancer.LockKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store's Load Balancer Streams must do: what becomes of a stream that a replica has. */
public abstract class LoadBalancerHoldContract {
    protected LoadBalancerStore store;
    protected LoadBalancerScene scene;
    private LoadBalancer ann;
    private LoadBalancer bob;

    protected abstract LoadBalancerStore store();

    @BeforeEach
    void setScene() {
        store = store();
        scene = new LoadBalancerScene(store);
        ann = scene.join(ANN);
        bob = scene.join(BOB);
    }

    @Test
    void whatIsDoneIsGoneAndUnlocked() {
        Hold hold = scene.hold(ann, "a");

        assertThat(get(ann.done(hold))).isEqualTo(Ending.WRITTEN);

        assertThat(beat(ann).owners()).isEmpty();
        assertThat(beat(ann).waiting()).isZero();
        assertThat(store.lockedBy(lock(hold))).isEmpty();
    }

    @Test
    void whatIsDoneWakesTheOthersIfAStreamWaitedForItsName() {
        Hold hold = scene.hold(ann, "a");
        claim(bob, takenBy(bob, "a"), "a", bob.me());
        int before = store.wakeUps();

        get(ann.done(hold));

        assertThat(store.wakeUps()).isEqualTo(before + 1);
    }

    @Test
    void whatIsDoneWakesNobodyIfNothingWaits() {
        Hold hold = scene.hold(ann, "a");
        int before = store.wakeUps();

        get(ann.done(hold));

        assertThat(store.wakeUps()).isEqualTo(before);
    }

    @Test
    void whatIsDoneLeavesALockAloneThatIsNotOurs() {
        Hold hold = scene.hold(ann, "a");
        lockBy(GO, hold);

        assertThat(get(ann.done(hold))).isEqualTo(Ending.WRITTEN);

        assertThat(store.lockedBy(lock(hold))).contains(GO);
    }

    /** What only the holder may do; each returns whether it was done. */
    private interface Act {
        boolean by(LoadBalancer balancer, Hold hold);
    }

    static Stream<Named<Act>> acts() {
        return Stream.of(
                Named.of("done", (balancer, hold) -> get(balancer.done(hold)) == Ending.WRITTEN),
                Named.of("checkpoint", (balancer, hold) -> get(balancer.checkpoint(hold, "7-0"))),
                Named.of("letGo", (balancer, hold) -> get(balancer.letGo(hold, true, SHORT))
                        .isPresent()),
                Named.of("bury", (balancer, hold) -> get(balancer.bury(hold, "boom", 1)) == Ending.WRITTEN));
    }

    @ParameterizedTest
    @MethodSource("acts")
    void g2_underAnOldEpochNothingIsDone(Act act) {
        Hold old = scene.hold(ann, "a");
        get(ann.letGo(old, false, Duration.ZERO));
        store.advance(Duration.ofMillis(1));
        Hold hold = granted(claim(ann, old.entryId(), "a", LoadBalancer.NOBODY)).hold();

        assertThat(act.by(ann, old)).isFalse();

        assertUnchanged(ann, hold);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void g2_afterAnotherHasClaimedItNothingIsDone(Act act) {
        Hold old = scene.hold(ann, "a");
        store.unlock(lock(old));
        Hold hold = granted(claim(bob, old.entryId(), "a", ann.me())).hold();

        assertThat(act.by(ann, old)).isFalse();

        assertUnchanged(bob, hold);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void g2_anotherIncarnationDoesNothingInItsName(Act act) {
        Hold hold = scene.hold(ann, "a");

        assertThat(act.by(store.open(reborn(ANN), LONG), hold)).isFalse();

        assertUnchanged(ann, hold);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void g2_afterAForeignClientHasClaimedItNothingIsDone(Act act) {
        Hold hold = scene.hold(ann, "a");
        assertThat(store.foreignClaim(GO, hold.entryId(), Duration.ZERO)).isTrue();

        assertThat(act.by(ann, hold)).isFalse();

        assertThat(pendingIds(ann, GO)).containsExactly(hold.entryId());
        assertThat(store.deadLetters()).isEmpty();
        assertThat(store.lockedBy(lock(hold))).contains(ann.me());
    }

    @ParameterizedTest
    @MethodSource("acts")
    void g2_whatAForeignClientHasFinishedIsNobodysToFinish(Act act) {
        Hold hold = scene.hold(ann, "a");
        store.foreignDone(hold.entryId());

        assertThat(act.by(ann, hold)).isFalse();

        assertThat(store.deadLetters()).isEmpty();
    }

    @Test
    void aCheckpointGoesToWhoeverHasTheStreamNext() {
        Hold hold = scene.hold(ann, "a");
        assertThat(get(ann.checkpoint(hold, "5-3"))).isTrue();
        assertThat(get(ann.checkpoint(hold, "5-4"))).isTrue();

        assertThat(handOver(hold, false).checkpoint()).contains("5-4");
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({
        "5-3, 5-4, 0",
        "5-9, 5-10, 0",
        "9-5, 10-0, 0",
        "5-18446744073709551614, 5-18446744073709551615, 0",
        "1763781600123-9007199254740992, 1763781600123-9007199254740993, 0",
        "007-1, 10-1, 0",
        "5-3, 5-3, 1",
        "5-3, 05-003, 1",
        "5-4, 5-3, 1",
        "10-0, 9-5, 1",
        "5-10, 5-9, 1",
    })
    void g6_aCheckpointFurtherOnCountsFailuresAnew(String first, String second, int failures) {
        Hold hold = scene.hold(ann, "a");
        get(ann.checkpoint(hold, first));
        Hold again = handOver(hold, true).hold();

        get(bob.checkpoint(again, second));

        assertThat(get(bob.letGo(again, false, Duration.ZERO))).contains(failures);
    }

    @Test
    void g6_theFirstCheckpointCountsFailuresAnew() {
        Hold again = handOver(scene.hold(ann, "a"), true).hold();

        get(bob.checkpoint(again, "0-1"));

        assertThat(get(bob.letGo(again, true, SHORT))).contains(1);
    }

    @Test
    void whatFailedIsNobodysAndLockedForItsBackOff() {
        Hold hold = scene.hold(ann, "a");
        int before = store.wakeUps();

        assertThat(get(ann.letGo(hold, true, Duration.ofSeconds(30)))).contains(1);

        assertThat(pendingIds(ann, LoadBalancer.NOBODY)).containsExactly(hold.entryId());
        assertThat(get(ann.locks(List.of(lock(hold)))).get(0))
                .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        assertThat(store.wakeUps()).isEqualTo(before + 1);
    }

    @Test
    void g4_whatIsHandedOverMayBeClaimedAtOnceAlsoByAForeignClient() {
        Hold hold = scene.hold(ann, "a");

        assertThat(get(ann.letGo(hold, false, Duration.ZERO))).contains(0);

        store.advance(Duration.ofMillis(1));
        assertThat(store.lockedBy(lock(hold))).isEmpty();
        assertThat(pending(ann, LoadBalancer.NOBODY).get(0).idle()).isGreaterThanOrEqualTo(Duration.ofSeconds(40));
        assertThat(store.foreignClaim(GO, hold.entryId(), Duration.ofSeconds(2)))
                .isTrue();
    }

    @Test
    void aForeignClientDoesNotTakeForOldWhatIsInBackOff() {
        Hold hold = scene.hold(ann, "a");
        get(ann.letGo(hold, true, LONG));

        assertThat(store.foreignClaim(GO, hold.entryId(), Duration.ofSeconds(2)))
                .isFalse();
    }

    @Test
    void failuresAddUp() {
        Hold second = handOver(scene.hold(ann, "a"), true).hold();

        assertThat(get(bob.letGo(second, true, SHORT))).contains(2);
    }

    @Test
    void whatWasRemovedFromTheStreamCannotBeLetGo() {
        Hold hold = scene.hold(ann, "a");
        store.remove(hold.entryId());

        assertThat(get(ann.letGo(hold, false, Duration.ZERO))).isEmpty();
    }

    @Test
    void whatWasRemovedFromTheStreamMayStillBeDone() {
        Hold hold = scene.hold(ann, "a");
        store.remove(hold.entryId());

        assertThat(get(ann.done(hold))).isEqualTo(Ending.WRITTEN);
    }

    @Test
    void whatWasTakenAndNotClaimedIsDisclaimedWithoutATrace() {
        String id = takenBy(ann, "a");

        get(ann.disclaim(new Hold(id, "a", 0)));

        Claim.Granted granted = granted(claim(bob, id, "a", LoadBalancer.NOBODY));
        assertThat(granted.failures()).isZero();
        assertThat(granted.previous()).isEmpty();
    }

    @Test
    void g6_whatAnEarlierIncarnationHadIsDisclaimedAsLost() {
        Hold old = scene.hold(ann, "a");
        get(ann.checkpoint(old, "3-0"));
        LoadBalancer fresh = scene.join(reborn(ANN));

        get(fresh.disclaim(new Hold(old.entryId(), "a", 0)));

        store.advance(Duration.ofMillis(1));
        Claim.Granted granted = granted(claim(bob, old.entryId(), "a", LoadBalancer.NOBODY));
        assertThat(granted.failures()).isEqualTo(1);
        assertThat(granted.previous()).contains(ann.me());
        assertThat(granted.checkpoint()).contains("3-0");
    }

    @Test
    void g6_whatThisIncarnationHadIsDisclaimedWithoutBlame() {
        Hold hold = scene.hold(ann, "a");

        get(ann.disclaim(hold));

        store.advance(Duration.ofMillis(1));
        Claim.Granted granted = granted(claim(bob, hold.entryId(), "a", LoadBalancer.NOBODY));
        assertThat(granted.failures()).isZero();
        assertThat(granted.previous()).contains(ann.me());
        assertThat(get(ann.done(hold))).isEqualTo(Ending.LOST);
    }

    @Test
    void g2_whatAnotherHasIsNotDisclaimed() {
        Hold hold = scene.hold(bob, "a");

        get(ann.disclaim(hold));

        assertUnchanged(bob, hold);
    }

    @Test
    void g2_aSupersededIncarnationDisclaimsNothing() {
        Hold old = scene.hold(ann, "a");
        store.unlock(lock(old));
        LoadBalancer fresh = scene.join(reborn(ANN));
        Hold hold = own(fresh, old.entryId(), "a").hold();

        get(ann.disclaim(old));

        assertUnchanged(fresh, hold);
    }

    @Test
    void whatIsBuriedIsADeadLetter() {
        Hold hold = scene.hold(ann, "a");

        assertThat(get(ann.bury(hold, "boom", 5))).isEqualTo(Ending.WRITTEN);

        assertThat(store.deadLetters()).singleElement().satisfies(letter -> assertThat(letter)
                .containsAllEntriesOf(Map.of(
                        "lbs-input",
                        assignment("a"),
                        "entry_id",
                        hold.entryId(),
                        "attempts",
                        "5",
                        "error",
                        "boom",
                        "consumer",
                        ann.me()))
                .containsKeys("group", "stream", "failed_at"));
        assertThat(beat(ann).owners()).isEmpty();
        assertThat(beat(ann).waiting()).isZero();
        assertThat(store.lockedBy(lock(hold))).isEmpty();
    }

    @Test
    void whatIsBuriedFreesItsNameAndWakesWhoMayWaitForIt() {
        Hold hold = scene.hold(ann, "a");
        String second = takenBy(bob, "a");
        claim(bob, second, "a", bob.me());
        get(bob.disclaim(new Hold(second, "a", 0)));
        int before = store.wakeUps();

        get(ann.bury(hold, "boom", 5));

        assertThat(store.wakeUps()).isEqualTo(before + 1);
        assertThat(claim(bob, second, "a", LoadBalancer.NOBODY)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void aReplicaMayWakeTheOthers() {
        int before = store.wakeUps();

        get(ann.wake());

        assertThat(store.wakeUps()).isEqualTo(before + 1);
    }

    @Test
    void anEntryWithoutALegalAssignmentIsBuriedAsItIs() {
        String id = store.add("nonsense");
        take(ann, 1);
        Hold hold = own(ann, id, "").hold();

        assertThat(get(ann.bury(hold, "not an assignment", 0))).isEqualTo(Ending.WRITTEN);

        assertThat(store.deadLetters()).singleElement().satisfies(letter -> assertThat(letter)
                .containsEntry("lbs-input", "nonsense"));
    }

    @Test
    void locksAreExtendedIfTheyAreOurs() {
        Hold extended = scene.hold(ann, "a");
        Hold expired = scene.hold(ann, "b");
        Hold others = scene.hold(ann, "c");
        store.unlock(lock(expired));
        lockBy(GO, others);

        Extended answer =
                get(store.open(ANN, LONG.multipliedBy(2)).extend(List.of(extended, expired, others), hold -> true));

        assertThat(answer.lost()).containsExactlyInAnyOrder(expired, others);
        assertThat(answer.unanswered()).isEmpty();
        List<Duration> left = get(ann.locks(List.of(lock(extended), lock(expired), lock(others))));
        assertThat(left.get(0)).isGreaterThan(LONG);
        assertThat(left.get(1)).isZero();
        assertThat(left.get(2)).isLessThanOrEqualTo(LONG);
        assertThat(store.lockedBy(lock(others))).contains(GO);
    }

    @Test
    void aLockIsExtendedOnlyIfItIsStillToBe() {
        Hold extended = scene.hold(ann, "a");
        Hold other = scene.hold(ann, "b");

        Extended answer = get(store.open(ANN, LONG.multipliedBy(2)).extend(List.of(extended, other), extended::equals));

        assertThat(answer).isEqualTo(new Extended(Set.of(), Set.of()));
        List<Duration> left = get(ann.locks(List.of(lock(extended), lock(other))));
        assertThat(left.get(0)).isGreaterThan(LONG);
        assertThat(left.get(1)).isLessThanOrEqualTo(LONG);
    }

    @Test
    void whatHasNoLockCannotLoseIt() {
        String id = store.add(null);
        take(ann, 1);
        Hold hold = own(ann, id, "").hold();

        assertThat(get(ann.extend(List.of(hold), any -> true)).lost()).isEmpty();
    }

    @Test
    void locksShowHowLongTheyWillStay() {
        Hold hold = scene.hold(ann, "a");
        store.lock(new LockKey("b", "1-1"), GO, Duration.ofSeconds(10));

        List<Duration> left = get(ann.locks(List.of(new LockKey("c", "1-1"), lock(hold), new LockKey("b", "1-1"))));

        assertThat(left.get(0)).isZero();
        assertThat(left.get(1)).isBetween(Duration.ofSeconds(50), LONG);
        assertThat(left.get(2)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    /** The stream is still this hold's, as it was. */
    private void assertUnchanged(LoadBalancer balancer, Hold hold) {
        assertThat(pendingIds(balancer, balancer.me())).containsExactly(hold.entryId());
        assertThat(store.lockedBy(lock(hold))).contains(balancer.me());
        assertThat(store.deadLetters()).isEmpty();
        Optional<Integer> failures = get(balancer.letGo(hold, false, Duration.ZERO));
        assertThat(failures).contains(0);
        store.advance(Duration.ofMillis(1));
        assertThat(granted(claim(bob, hold.entryId(), "a", LoadBalancer.NOBODY)).checkpoint())
                .isEmpty();
    }

    /** Ann lets go, and Bob claims. */
    private Claim.Granted handOver(Hold hold, boolean failed) {
        get(ann.letGo(hold, failed, Duration.ofMillis(1)));
        store.advance(Duration.ofMillis(1));
        return granted(claim(bob, hold.entryId(), "a", LoadBalancer.NOBODY));
    }

    /** The lock is somebody else's now. */
    private void lockBy(String owner, Hold hold) {
        store.unlock(lock(hold));
        store.lock(lock(hold), owner, LONG);
    }

    private String takenBy(LoadBalancer balancer, String name) {
        String id = scene.add(name).get(0);
        take(balancer, 1);
        return id;
    }
}
