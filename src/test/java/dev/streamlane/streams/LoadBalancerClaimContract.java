package dev.streamlane.streams;

import static dev.streamlane.streams.LoadBalancerScene.ANN;
import static dev.streamlane.streams.LoadBalancerScene.BOB;
import static dev.streamlane.streams.LoadBalancerScene.GO;
import static dev.streamlane.streams.LoadBalancerScene.IDLE;
import static dev.streamlane.streams.LoadBalancerScene.LONG;
import static dev.streamlane.streams.LoadBalancerScene.SHORT;
import static dev.streamlane.streams.LoadBalancerScene.assignment;
import static dev.streamlane.streams.LoadBalancerScene.assignments;
import static dev.streamlane.streams.LoadBalancerScene.claim;
import static dev.streamlane.streams.LoadBalancerScene.claimLost;
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
import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancer.LockKey;
import dev.streamlane.streams.LoadBalancer.Pending;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store's Load Balancer Streams must do: who may have a stream, and what is known of it then. */
public abstract class LoadBalancerClaimContract {
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
    void whatWasJustTakenIsClaimedUnderALock() {
        String id = scene.add("a").get(0);
        take(ann, 1);

        Claim.Granted granted = own(ann, id, "a");

        assertThat(granted.hold().entryId()).isEqualTo(id);
        assertThat(granted.hold().name()).isEqualTo("a");
        assertThat(granted.hold().epoch()).isPositive();
        assertThat(granted.failures()).isZero();
        assertThat(granted.checkpoint()).isEmpty();
        assertThat(granted.previous()).isEmpty();
        assertThat(store.lockedBy(lock(granted.hold()))).contains(ann.me());
        assertThat(pendingIds(ann, ann.me())).containsExactly(id);
    }

    @Test
    void g2_eachClaimRaisesTheEpoch() {
        Hold first = scene.hold(ann, "a");
        get(ann.letGo(first, false, Duration.ZERO));
        store.advance(Duration.ofMillis(1));

        Hold second =
                granted(claim(bob, first.entryId(), "a", LoadBalancer.NOBODY)).hold();
        get(bob.letGo(second, false, Duration.ZERO));
        store.advance(Duration.ofMillis(1));
        Hold third =
                granted(claim(bob, first.entryId(), "a", LoadBalancer.NOBODY)).hold();

        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(third.epoch()).isGreaterThan(second.epoch());
    }

    @Test
    void whoClaimsWhatIsNobodysLearnsWhoHadItAndHowOftenItFailed() {
        Hold hold = scene.hold(ann, "a");
        get(ann.letGo(hold, true, Duration.ofMillis(1)));
        store.advance(Duration.ofMillis(1));

        Claim.Granted granted = granted(claim(bob, hold.entryId(), "a", LoadBalancer.NOBODY));

        assertThat(granted.previous()).contains(ann.me());
        assertThat(granted.failures()).isEqualTo(1);
        assertThat(pendingIds(bob, bob.me())).containsExactly(hold.entryId());
        assertThat(pendingIds(bob, LoadBalancer.NOBODY)).isEmpty();
    }

    @Test
    void aLockThatIsThereHoldsAClaimOff() {
        String id = scene.add("a").get(0);
        take(ann, 1);
        LockKey lock = new LockKey("a", id);
        store.lock(lock, GO, LONG);

        assertThat(claim(ann, id, "a", ann.me())).isEqualTo(new Claim.Locked());

        assertThat(store.lockedBy(lock)).contains(GO);
        assertThat(pendingIds(ann, ann.me())).containsExactly(id);
    }

    @Test
    void itsOwnLockHoldsAReplicaOffToo() {
        Hold hold = scene.hold(ann, "a");
        get(ann.letGo(hold, true, LONG));

        assertThat(claim(ann, hold.entryId(), "a", LoadBalancer.NOBODY)).isEqualTo(new Claim.Locked());
    }

    @Test
    void whatIsPendingUnderAnotherNameIsGone() {
        Hold hold = scene.hold(ann, "a");

        assertThat(claim(bob, hold.entryId(), "a", GO)).isInstanceOf(Claim.Locked.class);
        assertThat(claim(bob, hold.entryId(), "other", GO)).isEqualTo(new Claim.Gone());

        assertThat(store.lockedBy(new LockKey("other", hold.entryId()))).isEmpty();
        assertThat(get(ann.done(hold))).isEqualTo(Ending.WRITTEN);
    }

    @Test
    void whatIsNotPendingIsGone() {
        String id = scene.add("a").get(0);

        assertThat(claim(ann, id, "a", ann.me())).isEqualTo(new Claim.Gone());

        assertThat(store.lockedBy(new LockKey("a", id))).isEmpty();
    }

    @Test
    void whatWasRemovedFromTheStreamIsGone() {
        String id = scene.add("a").get(0);
        take(ann, 1);
        store.remove(id);

        assertThat(claim(ann, id, "a", ann.me())).isEqualTo(new Claim.Gone());

        assertThat(store.lockedBy(new LockKey("a", id))).isEmpty();
    }

    @Test
    void whatHasNotBeenIdleForLongEnoughIsGone() {
        String id = scene.add("a").get(0);
        store.foreignTake(GO);

        assertThat(get(ann.claim(id, "a", GO, LONG, true))).isEqualTo(new Claim.Gone());
        assertThat(store.lockedBy(new LockKey("a", id))).isEmpty();

        store.age(id, LONG);
        assertThat(get(ann.claim(id, "a", GO, LONG, true))).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void whatWasJustClaimedIsNotIdle() {
        String id = scene.add("a").get(0);
        store.foreignTake(GO);
        store.age(id, LONG);
        claim(ann, id, "a", GO);

        assertThat(pending(ann, ann.me()).get(0).idle()).isLessThan(LONG);
        assertThat(store.foreignClaim(GO, id, LONG)).isFalse();
    }

    @Test
    void g6_aReplicaThatWasLostWhileItHadTheStreamCountsAsAFailure() {
        LoadBalancer dying = scene.join(reborn(BOB), SHORT, IDLE);
        Hold hold = scene.hold(dying, "a");
        store.advance(SHORT);

        Claim.Granted granted = granted(claimLost(ann, hold.entryId(), "a", dying.me()));

        assertThat(granted.failures()).isEqualTo(1);
        assertThat(granted.previous()).contains(dying.me());
    }

    @Test
    void g6_aReplicaThatWasLostBeforeItHadTheStreamIsNoFailure() {
        String id = scene.add("a").get(0);
        take(bob, 1);

        assertThat(granted(claimLost(ann, id, "a", bob.me())).failures()).isZero();
    }

    @Test
    void g6_aForeignClientThatWasLostCountsAsAFailure() {
        String id = scene.add("a").get(0);
        store.foreignTake(GO);

        Claim.Granted granted = granted(claimLost(ann, id, "a", GO));

        assertThat(granted.failures()).isEqualTo(1);
        assertThat(granted.previous()).contains(GO);
    }

    @Test
    void g6_aHandOverIsNoFailure() {
        Hold hold = scene.hold(ann, "a");
        get(ann.letGo(hold, false, Duration.ZERO));
        store.advance(Duration.ofMillis(1));

        assertThat(granted(claim(bob, hold.entryId(), "a", LoadBalancer.NOBODY)).failures())
                .isZero();
    }

    @Test
    void aNameThatIsTakenKeepsOthersOfThatNameWaiting() {
        Hold first = scene.hold(ann, "a");
        String second = scene.add("a").get(0);
        take(bob, 1);

        assertThat(claim(bob, second, "a", bob.me())).isEqualTo(new Claim.Duplicate(first.entryId()));
        assertThat(store.lockedBy(new LockKey("a", second))).isEmpty();

        get(ann.done(first));
        assertThat(claim(bob, second, "a", bob.me())).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void aNameStaysTakenWhileItsStreamIsNobodys() {
        Hold first = scene.hold(ann, "a");
        get(ann.letGo(first, true, SHORT));
        String second = scene.add("a").get(0);
        take(bob, 1);

        assertThat(claim(bob, second, "a", bob.me())).isEqualTo(new Claim.Duplicate(first.entryId()));
    }

    @Test
    void whoeverHasANameFirstHasItThoughItsEntryIsTheLater() {
        List<String> ids = scene.add("a", "a");
        take(ann, 2);
        own(ann, ids.get(1), "a");

        assertThat(claim(ann, ids.get(0), "a", ann.me())).isEqualTo(new Claim.Duplicate(ids.get(1)));
    }

    @Test
    void aNameThatAForeignClientHasFinishedIsFree() {
        Hold first = scene.hold(ann, "a");
        String second = scene.add("a").get(0);
        take(bob, 1);

        store.foreignDone(first.entryId());

        assertThat(claim(bob, second, "a", bob.me())).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void anEntryWithoutALegalAssignmentIsClaimedWithoutALock() {
        List<String> ids = List.of(store.add(null), store.add("{}"));
        take(ann, 2);

        assertThat(claim(ann, ids.get(0), "", ann.me())).isInstanceOf(Claim.Granted.class);
        assertThat(claim(ann, ids.get(1), "", ann.me())).isInstanceOf(Claim.Granted.class);

        assertThat(store.lockedBy(new LockKey("", ids.get(0)))).isEmpty();
    }

    @Test
    void g2_aSupersededIncarnationClaimsNothing() {
        String id = scene.add("a").get(0);
        take(ann, 1);
        scene.join(reborn(ANN));

        assertThat(claim(ann, id, "a", ann.me())).isEqualTo(new Claim.Gone());

        assertThat(store.lockedBy(new LockKey("a", id))).isEmpty();
    }

    @Test
    void g2_ofAllThatClaimAtOnceOneIsGranted() {
        String[] names = IntStream.range(0, 100).mapToObj(i -> "race-" + i).toArray(String[]::new);
        List<String> ids = scene.add(names);
        store.foreignTake(GO);
        ids.forEach(id -> store.age(id, LONG));

        for (int i = 0; i < names.length; i++) {
            CompletionStage<Claim> first = ann.claim(ids.get(i), names[i], GO, LONG, true);
            CompletionStage<Claim> second = bob.claim(ids.get(i), names[i], GO, LONG, true);
            boolean foreign = store.foreignClaim("redis-consumer-other", ids.get(i), LONG);

            int winners = (foreign ? 1 : 0)
                    + (get(first) instanceof Claim.Granted ? 1 : 0)
                    + (get(second) instanceof Claim.Granted ? 1 : 0);
            assertThat(winners).as(names[i]).isEqualTo(1);
        }
    }

    @Test
    void pendingEntriesAreShownInOrderPageByPage() {
        List<String> ids = scene.add("a", "b", "c");
        store.foreignTake(GO);
        store.age(ids.get(0), LONG);

        List<Pending> first = get(ann.pending(GO, "0-0", 2));
        List<Pending> rest = get(ann.pending(GO, ids.get(1), 2));

        assertThat(first).extracting(Pending::entryId).isEqualTo(ids.subList(0, 2));
        assertThat(rest).extracting(Pending::entryId).isEqualTo(ids.subList(2, 3));
        assertThat(first.get(0).idle()).isBetween(LONG, LONG.multipliedBy(2));
        assertThat(first.get(1).idle()).isLessThan(LONG);
        assertThat(get(ann.pending("nobody-knows", "0-0", 2))).isEmpty();
    }

    @Test
    void pendingEntriesShowUnderWhichEpochTheyWereClaimed() {
        Hold hold = scene.hold(ann, "a");
        scene.add("b");
        take(ann, 1);
        Hold letGo = scene.hold(ann, "c");
        get(ann.letGo(letGo, false, Duration.ZERO));

        assertThat(pending(bob, ann.me())).extracting(Pending::epoch).containsExactly(hold.epoch(), 0L);
        assertThat(pending(bob, LoadBalancer.NOBODY)).extracting(Pending::epoch).containsExactly(0L);
    }

    @Test
    void entriesAreReadInTheOrderInWhichTheyAreAskedFor() {
        List<String> ids = scene.add("a", "b", "c");

        assertThat(get(ann.read(List.of(ids.get(2), ids.get(0)))))
                .extracting(Entry::assignment)
                .containsExactly(assignment("c"), assignment("a"));
        assertThat(get(ann.read(List.of()))).isEmpty();
    }

    @Test
    void entriesAreReadHoweverFarTheyAreApart() {
        List<String> ids =
                scene.add(IntStream.range(0, 50).mapToObj(i -> "s" + i).toArray(String[]::new));
        store.foreignTake(GO);
        ids.subList(1, 49).forEach(id -> store.foreignClaim("redis-consumer-other", id, Duration.ZERO));

        assertThat(assignments(ann, GO)).containsExactly(assignment("s0"), assignment("s49"));
    }

    @Test
    void pendingEntriesShowHowOftenTheyFailed() {
        Hold hold = scene.hold(ann, "a");
        get(ann.letGo(hold, true, SHORT));
        take(ann, scene.add("b").size());

        assertThat(pending(bob, LoadBalancer.NOBODY))
                .extracting(Pending::failures)
                .containsExactly(1);
        assertThat(pending(bob, ann.me())).extracting(Pending::failures).containsExactly(0);
    }

    @Test
    void g8_howeverManyAreReadAllAreRead() {
        String[] names = IntStream.range(0, 250).mapToObj(i -> "s" + i).toArray(String[]::new);
        List<String> ids = scene.add(names);

        List<Entry> entries = get(ann.read(ids));

        assertThat(entries).extracting(Entry::id).isEqualTo(ids);
        assertThat(entries.get(249).assignment()).isEqualTo(assignment("s249"));
    }

    @Test
    void noMoreIsReadOfAnAssignmentThanWhenItIsTaken() {
        String tooLong = store.add("x".repeat(LoadBalancerStore.MAX_INFO + 1));
        String missing = store.add(null);
        take(ann, 2);

        assertThat(get(ann.read(List.of(tooLong, missing))))
                .containsExactly(new Entry(tooLong, null, LoadBalancerStore.MAX_INFO + 1), new Entry(missing, null, 0));
    }

    @Test
    void whatWasRemovedFromTheStreamHasNoAssignmentAndIsNotPendingAnyMoreAfterAClaim() {
        List<String> ids = scene.add("a", "b");
        store.foreignTake(GO);
        store.remove(ids.get(0));

        assertThat(get(ann.read(ids)))
                .containsExactly(
                        new Entry(ids.get(0), null, 0),
                        new Entry(ids.get(1), assignment("b"), assignment("b").length()));
        assertThat(claim(ann, ids.get(0), "", GO)).isEqualTo(new Claim.Gone());
        assertThat(pendingIds(ann, GO)).containsExactly(ids.get(1));
    }
}
