package dev.streamlane.streams;

import static dev.streamlane.streams.LoadBalancerScene.ANN;
import static dev.streamlane.streams.LoadBalancerScene.BOB;
import static dev.streamlane.streams.LoadBalancerScene.GO;
import static dev.streamlane.streams.LoadBalancerScene.LONG;
import static dev.streamlane.streams.LoadBalancerScene.claim;
import static dev.streamlane.streams.LoadBalancerScene.granted;
import static dev.streamlane.streams.LoadBalancerScene.own;
import static dev.streamlane.streams.LoadBalancerScene.pending;
import static dev.streamlane.streams.LoadBalancerScene.pendingIds;
import static dev.streamlane.streams.LoadBalancerScene.take;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancer.LockKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store's Load Balancer Streams must know of entries that wait for the name of their data stream. */
public abstract class LoadBalancerDuplicatesContract {
    private static final Duration FRESH = Duration.ofSeconds(5);

    protected LoadBalancerStore store;
    private LoadBalancerScene scene;
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
    void whoseNameAnotherEntryHasWaitsAndNobodyElse() {
        Hold first = scene.hold(ann, "a");
        String second = waiting("a");
        String other = waiting("b");

        assertThat(duplicates(first.entryId(), "a", second, "a", other, "b")).containsExactly(second);
        assertThat(duplicates()).isEmpty();
    }

    @Test
    void waitsForAFirstThatIsNobodys() {
        Hold first = scene.hold(ann, "a");
        get(ann.letGo(first, true, Duration.ZERO));
        String second = waiting("a");

        assertThat(duplicates(first.entryId(), "a", second, "a")).containsExactly(second);
    }

    @Test
    void nobodyWaitsForWhatIsDone() {
        Hold first = scene.hold(ann, "a");
        List<String> others = List.of(waiting("a"), waiting("a"));

        get(ann.done(first));

        assertThat(duplicates(others.get(0), "a", others.get(1), "a")).isEmpty();
    }

    @Test
    void theOthersWaitForWhoHasTheNameNext() {
        get(ann.done(scene.hold(ann, "a")));
        List<String> others = List.of(waiting("a"), waiting("a"));

        granted(claim(bob, others.get(1), "a", LoadBalancer.NOBODY));

        assertThat(duplicates(others.get(0), "a", others.get(1), "a")).containsExactly(others.get(0));
    }

    @Test
    void nobodyWaitsForWhatAForeignClientHasFinished() {
        Hold first = scene.hold(ann, "a");
        String second = waiting("a");

        store.foreignDone(first.entryId());

        assertThat(duplicates(second, "a")).isEmpty();
    }

    @Test
    void whatIsNobodysAndWaitsIsMadeYoungWhenItHasBeenIdleForLong() {
        scene.hold(ann, "a");
        String old = waiting("a");
        store.age(old, LONG);

        duplicates(old, "a");

        assertThat(pending(bob, LoadBalancer.NOBODY).get(0).idle()).isLessThan(FRESH);
        assertThat(store.foreignClaim(GO, old, Duration.ofSeconds(40))).isFalse();
    }

    @Test
    void whatHasNotBeenIdleForLongIsLeftAlone() {
        scene.hold(ann, "a");
        String second = waiting("a");
        store.age(second, FRESH);

        duplicates(second, "a");

        assertThat(pending(bob, LoadBalancer.NOBODY).get(0).idle()).isGreaterThanOrEqualTo(FRESH);
    }

    @Test
    void whatDoesNotWaitAges() {
        Hold first = scene.hold(ann, "a");
        get(ann.letGo(first, false, Duration.ZERO));
        store.age(first.entryId(), LONG);

        duplicates(first.entryId(), "a");

        assertThat(pending(bob, LoadBalancer.NOBODY).get(0).idle()).isGreaterThanOrEqualTo(LONG);
    }

    @Test
    void whatAForeignClientHasAgesThoughItsNameIsTaken() {
        scene.hold(ann, "a");
        String second = scene.add("a").get(0);
        store.foreignTake(GO);
        store.age(second, LONG);

        assertThat(duplicates(second, "a")).containsExactly(second);

        assertThat(pending(bob, GO).get(0).idle()).isGreaterThanOrEqualTo(LONG);
        assertThat(pendingIds(bob, GO)).containsExactly(second);
    }

    @Test
    void g8_howeverManyAreAskedForAllAreFound() {
        String[] names = Collections.nCopies(450, "a").toArray(String[]::new);
        List<String> ids = scene.add(names);
        take(ann, 1);
        own(ann, ids.get(0), "a");
        store.foreignTake(GO);
        List<LockKey> entries = ids.stream().map(id -> new LockKey("a", id)).toList();

        assertThat(get(bob.duplicates(entries))).isEqualTo(Set.copyOf(ids.subList(1, ids.size())));
    }

    @Test
    void g8_whatIsDoneWakesNobodyForWhatWaitsForAnotherName() {
        Hold first = scene.hold(ann, "a");
        List<Hold> others = IntStream.range(0, 100)
                .mapToObj(i -> scene.hold(ann, "other " + i))
                .toList();
        List<LockKey> waiting = IntStream.range(0, 1000)
                .mapToObj(i -> new LockKey("a", waiting("a")))
                .toList();
        get(bob.duplicates(waiting));
        int before = store.wakeUps();

        others.forEach(other -> get(ann.done(other)));

        assertThat(store.wakeUps()).isEqualTo(before);
        get(ann.done(first));
        assertThat(store.wakeUps()).isEqualTo(before + 1);
    }

    @Test
    void whatIsBuriedWakesNobodyForWhatWaitsForAnotherName() {
        scene.hold(ann, "a");
        duplicates(waiting("a"), "a");
        Hold other = scene.hold(ann, "b");
        int before = store.wakeUps();

        get(ann.bury(other, "boom", 5));

        assertThat(store.wakeUps()).isEqualTo(before);
    }

    @Test
    void aNameThatIsFreeIsWaitedForAsSoonAsOneOfSeveralHasIt() {
        List<String> both = List.of(waiting("a"), waiting("a"));
        duplicates(both.get(0), "a", both.get(1), "a");
        Hold first = granted(claim(ann, both.get(0), "a", LoadBalancer.NOBODY)).hold();
        int before = store.wakeUps();

        get(ann.done(first));

        assertThat(store.wakeUps()).isEqualTo(before + 1);
    }

    @Test
    void theLastOfANameWakesNobody() {
        Hold first = scene.hold(ann, "a");
        String last = waiting("a");
        duplicates(last, "a");
        get(ann.done(first));
        duplicates(last, "a");
        Hold hold = granted(claim(bob, last, "a", LoadBalancer.NOBODY)).hold();
        int before = store.wakeUps();

        get(bob.done(hold));

        assertThat(store.wakeUps()).isEqualTo(before);
    }

    /** Adds a stream that is nobody's. */
    private String waiting(String name) {
        String id = scene.add(name).get(0);
        take(bob, 1);
        get(bob.disclaim(new Hold(id, name, 0)));
        return id;
    }

    /** @param entries IDs and names in turn */
    private Set<String> duplicates(String... entries) {
        List<LockKey> asked = new ArrayList<>();
        for (int i = 0; i < entries.length; i += 2) {
            asked.add(new LockKey(entries[i + 1], entries[i]));
        }
        return get(bob.duplicates(asked));
    }
}
