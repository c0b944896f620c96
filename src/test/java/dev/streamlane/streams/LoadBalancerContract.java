package dev.streamlane.streams;

import static dev.streamlane.streams.LoadBalancerScene.ANN;
import static dev.streamlane.streams.LoadBalancerScene.BOB;
import static dev.streamlane.streams.LoadBalancerScene.EVE;
import static dev.streamlane.streams.LoadBalancerScene.GO;
import static dev.streamlane.streams.LoadBalancerScene.IDLE;
import static dev.streamlane.streams.LoadBalancerScene.LONG;
import static dev.streamlane.streams.LoadBalancerScene.SHORT;
import static dev.streamlane.streams.LoadBalancerScene.beat;
import static dev.streamlane.streams.LoadBalancerScene.ids;
import static dev.streamlane.streams.LoadBalancerScene.kind;
import static dev.streamlane.streams.LoadBalancerScene.reborn;
import static dev.streamlane.streams.LoadBalancerScene.registered;
import static dev.streamlane.streams.LoadBalancerScene.take;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.LoadBalancer.Beat;
import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.LoadBalancer.Load;
import dev.streamlane.streams.LoadBalancer.Owner;
import dev.streamlane.streams.LoadBalancer.Owner.Kind;
import dev.streamlane.streams.LoadBalancer.Taken;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store's Load Balancer Streams must do: places among the replicas, and whose turn it is to take. */
public abstract class LoadBalancerContract {
    private static final Load FULL = new Load(100, 0);

    protected LoadBalancerStore store;
    protected LoadBalancerScene scene;

    protected abstract LoadBalancerStore store();

    @BeforeEach
    void setScene() {
        store = store();
        scene = new LoadBalancerScene(store);
    }

    @Test
    void aReplicasNameIsThatOfTheForeignClient() {
        assertThat(store.open(ANN, LONG).me()).isEqualTo("redis-consumer-ann");
    }

    @Test
    void aFirstBeatSeesWhatIsUndelivered() {
        scene.add("a", "b");

        Beat.Registered seen = registered(store.open(ANN, LONG), true, IDLE);

        assertThat(seen.waiting()).isEqualTo(2);
        assertThat(seen.owners()).isEmpty();
        assertThat(seen.roomyPeers()).isZero();
        assertThat(seen.nextDeadline()).isEmpty();
    }

    @Test
    void aBeatSeesTheOthers() {
        scene.join(BOB, Duration.ofSeconds(30), IDLE);
        scene.join(EVE, LONG, FULL);

        Beat.Registered seen = registered(store.open(ANN, LONG), true, IDLE);

        assertThat(seen.roomyPeers()).isEqualTo(1);
        assertThat(seen.nextDeadline())
                .hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30)));
    }

    @Test
    void aBeatTellsOfWhatKindTheOwnersAre() {
        LoadBalancer ann = scene.join(ANN);
        LoadBalancer bob = scene.join(BOB);
        LoadBalancer eve = scene.join(EVE, SHORT, IDLE);
        scene.hold(ann, "a");
        scene.hold(bob, "b");
        scene.hold(eve, "c");
        get(ann.letGo(scene.hold(ann, "d"), false, Duration.ZERO));
        scene.add("e", "f");
        store.foreignTake(GO);

        store.advance(SHORT);

        assertThat(beat(ann).owners())
                .containsExactlyInAnyOrder(
                        new Owner(ann.me(), Kind.ME, 1),
                        new Owner(bob.me(), Kind.LIVE, 1),
                        new Owner(eve.me(), Kind.DEAD, 1),
                        new Owner(LoadBalancer.NOBODY, Kind.NOBODY, 1),
                        new Owner(GO, Kind.FOREIGN, 2));
    }

    @Test
    void whatIsPendingIsNotWaiting() {
        LoadBalancer ann = scene.join(ANN);
        scene.add("a", "b", "c");
        take(ann, 2);

        assertThat(beat(ann).waiting()).isEqualTo(1);
    }

    @Test
    void aDeadReplicaThatBeatsAgainIsAlive() {
        LoadBalancer ann = scene.join(ANN);
        LoadBalancer bob = scene.join(BOB, SHORT, IDLE);
        scene.hold(bob, "a");
        store.advance(SHORT);
        assertThat(kind(ann, bob.me())).isEqualTo(Kind.DEAD);

        beat(store.open(BOB, LONG));

        assertThat(kind(ann, bob.me())).isEqualTo(Kind.LIVE);
    }

    @Test
    void aDeadReplicaIsForgottenOnceItHasNothing() {
        LoadBalancer ann = scene.join(ANN);
        LoadBalancer bob = scene.join(BOB, SHORT, IDLE);
        String id = scene.hold(bob, "a").entryId();
        store.advance(SHORT);
        assertThat(kind(ann, bob.me())).isEqualTo(Kind.DEAD);
        store.foreignDone(id);
        beat(ann);

        scene.add("b");
        store.foreignTake(bob.me());

        assertThat(kind(ann, bob.me())).isEqualTo(Kind.FOREIGN);
    }

    @Test
    void g2_aNewIncarnationSupersedesTheOldOne() {
        LoadBalancer old = scene.join(ANN);

        scene.join(reborn(ANN));

        assertThat(get(old.beat(false, IDLE))).isInstanceOf(Beat.Superseded.class);
        assertThat(get(old.take(1, IDLE, true))).isInstanceOf(Taken.Unregistered.class);
    }

    @Test
    void aPlaceThatRanOutMayBeTakenBack() {
        LoadBalancer old = scene.join(ANN);
        scene.join(reborn(ANN), SHORT, IDLE);

        store.advance(SHORT);

        assertThat(get(old.beat(false, IDLE))).isInstanceOf(Beat.Registered.class);
    }

    @Test
    void whoHasNoPlaceTakesNothing() {
        String id = scene.add("a").get(0);

        assertThat(get(store.open(ANN, LONG).take(1, IDLE, true))).isInstanceOf(Taken.Unregistered.class);

        assertThat(ids(take(scene.join(ANN), 1))).containsExactly(id);
    }

    @Test
    void entriesAreTakenInTheirOrderAndOnce() {
        List<String> ids = scene.add("a", "b", "c");
        LoadBalancer ann = scene.join(ANN);

        Taken.Entries first = (Taken.Entries) get(ann.take(2, IDLE, false));
        Taken.Entries second = (Taken.Entries) get(ann.take(2, IDLE, false));
        Taken.Entries third = (Taken.Entries) get(ann.take(2, IDLE, false));

        assertThat(ids(first.entries())).isEqualTo(ids.subList(0, 2));
        assertThat(first.lastDelivered()).isEqualTo(ids.get(1));
        assertThat(ids(second.entries())).isEqualTo(ids.subList(2, 3));
        assertThat(third.entries()).isEmpty();
        assertThat(third.lastDelivered()).isEqualTo(ids.get(2));
    }

    @Test
    void anEntryHasItsAssignmentAsItIs() {
        LoadBalancer ann = scene.join(ANN);
        String text = "{\"DataStreamName\":\"ä\",\"Info\":{\"x\": [1, 2.50, \"\\n\"]}}";
        String id = store.add(text);

        assertThat(take(ann, 1)).containsExactly(new Entry(id, text, text.length() + 1));
    }

    @Test
    void anAssignmentThatIsTooLongIsNotRead() {
        LoadBalancer ann = scene.join(ANN);
        String longest = "x".repeat(LoadBalancerStore.MAX_INFO);
        String id = store.add(longest);
        String tooLong = store.add(longest + "x");

        assertThat(take(ann, 2))
                .containsExactly(
                        new Entry(id, longest, longest.length()), new Entry(tooLong, null, longest.length() + 1));
    }

    @Test
    void anEntryWithoutAnAssignmentIsTakenAllTheSame() {
        LoadBalancer ann = scene.join(ANN);
        String id = store.add(null);

        assertThat(take(ann, 1)).containsExactly(new Entry(id, null, 0));
    }

    @Test
    void whoHasFewestGoesFirst() {
        LoadBalancer ann = scene.join(ANN, LONG, new Load(2, 98));
        LoadBalancer bob = scene.join(BOB, LONG, new Load(1, 99));
        LoadBalancer eve = scene.join(EVE, LONG, new Load(0, 100));
        scene.add("a");

        assertThat(get(ann.take(1, new Load(2, 98), false))).isEqualTo(new Taken.Wait(2));
        assertThat(get(bob.take(1, new Load(1, 99), false))).isEqualTo(new Taken.Wait(1));
        assertThat(get(eve.take(1, new Load(0, 100), false))).isInstanceOf(Taken.Entries.class);
    }

    @Test
    void ofEqualsWhoHasNotTakenForLongestGoesFirst() {
        LoadBalancer ann = scene.join(ANN);
        LoadBalancer bob = scene.join(BOB);
        scene.add("a", "b", "c");
        take(ann, 1);
        store.advance(Duration.ofMillis(2));
        take(bob, 1);
        beat(ann);
        beat(bob);

        assertThat(get(bob.take(1, IDLE, false))).isEqualTo(new Taken.Wait(1));
        assertThat(get(ann.take(1, IDLE, false))).isInstanceOf(Taken.Entries.class);
    }

    @Test
    void whatWasTakenCountsBeforeTheNextBeat() {
        LoadBalancer ann = scene.join(ANN);
        LoadBalancer bob = scene.join(BOB);
        scene.add("a", "b", "c");
        take(ann, 2);

        assertThat(get(bob.take(1, new Load(1, 99), false))).isInstanceOf(Taken.Entries.class);
    }

    @Test
    void whoHasWaitedTakesWhatIsThere() {
        LoadBalancer ann = scene.join(ANN, LONG, new Load(1, 99));
        scene.join(BOB);
        List<String> ids = scene.add("a");

        Taken taken = get(ann.take(1, new Load(1, 99), true));

        assertThat(ids(((Taken.Entries) taken).entries())).isEqualTo(ids);
    }

    @Test
    void whoHasNoRoomAndWhoIsDeadHoldsNobodyUp() {
        LoadBalancer ann = scene.join(ANN, LONG, new Load(5, 1));
        scene.join(BOB, LONG, new Load(1, 0));
        scene.join(EVE, SHORT, IDLE);
        scene.add("a");
        store.advance(SHORT);

        assertThat(get(ann.take(1, new Load(5, 1), false))).isInstanceOf(Taken.Entries.class);
    }

    @Test
    void moreThanThereIsRoomForIsTakenOnlyIfNobodyElseHasRoom() {
        LoadBalancer ann = scene.join(ANN, LONG, new Load(0, 2));
        LoadBalancer bob = scene.join(BOB, LONG, new Load(98, 2));
        scene.add("a", "b", "c", "d", "e", "f");

        Taken.Entries shared = (Taken.Entries) get(ann.take(8, new Load(0, 2), false));
        registered(bob, false, FULL);
        Taken.Entries alone = (Taken.Entries) get(ann.take(8, new Load(2, 2), false));

        assertThat(shared.entries()).hasSize(2);
        assertThat(alone.entries()).hasSize(4);
    }

    @Test
    void whoLeavesHasNoPlaceAnyMoreAndWakesTheOthers() {
        LoadBalancer ann = scene.join(ANN);
        LoadBalancer bob = scene.join(BOB);
        int before = store.wakeUps();

        get(bob.leave());

        assertThat(beat(ann).roomyPeers()).isZero();
        assertThat(get(bob.take(1, IDLE, true))).isInstanceOf(Taken.Unregistered.class);
        assertThat(store.wakeUps()).isEqualTo(before + 1);
    }

    @Test
    void whoLeavesThoughItHasSomethingIsDead() {
        LoadBalancer ann = scene.join(ANN);
        LoadBalancer bob = scene.join(BOB);
        scene.hold(bob, "a");

        get(bob.leave());

        assertThat(kind(ann, bob.me())).isEqualTo(Kind.DEAD);
    }

    @Test
    void g2_anOldIncarnationDoesNotTakeTheNewOnesPlaceAlong() {
        LoadBalancer old = scene.join(ANN);
        LoadBalancer fresh = scene.join(reborn(ANN));

        get(old.leave());

        assertThat(get(fresh.take(1, IDLE, true))).isInstanceOf(Taken.Entries.class);
    }

    @Test
    void anArrivalIsSeenAtOnce() {
        LoadBalancer ann = scene.join(ANN);
        CompletionStage<Boolean> arrival = ann.arrival("0-0", LONG);

        scene.add("a");

        assertThat(get(arrival)).isTrue();
        ann.close();
    }

    @Test
    void withoutAnArrivalTheWaitEnds() {
        LoadBalancer ann = scene.join(ANN);
        String id = scene.add("a").get(0);

        assertThat(get(ann.arrival(id, Duration.ofMillis(50)))).isFalse();
        ann.close();
    }

    @Test
    void whoClosesWaitsNoMore() {
        LoadBalancer ann = scene.join(ANN);
        CompletionStage<Boolean> arrival = ann.arrival("0-0", LONG);

        ann.close();

        assertThat(get(arrival)).isFalse();
    }
}
