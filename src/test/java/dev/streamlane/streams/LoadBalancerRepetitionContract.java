package dev.streamlane.streams;

import static dev.streamlane.streams.LoadBalancerScene.ANN;
import static dev.streamlane.streams.LoadBalancerScene.BOB;
import static dev.streamlane.streams.LoadBalancerScene.LONG;
import static dev.streamlane.streams.LoadBalancerScene.claim;
import static dev.streamlane.streams.LoadBalancerScene.granted;
import static dev.streamlane.streams.LoadBalancerScene.lock;
import static dev.streamlane.streams.LoadBalancerScene.own;
import static dev.streamlane.streams.LoadBalancerScene.pendingIds;
import static dev.streamlane.streams.LoadBalancerScene.take;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.LoadBalancer.Ending;
import dev.streamlane.streams.LoadBalancer.Hold;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store's Load Balancer Streams must do with calls that are repeated, or come late. */
public abstract class LoadBalancerRepetitionContract {
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
    void whatIsDoneAgainIsGoneAndItsLockToo() {
        Hold hold = scene.hold(ann, "a");
        get(ann.done(hold));
        store.lock(lock(hold), ann.me(), LONG); // As if the first call had not come so far.

        assertThat(get(ann.done(hold))).isEqualTo(Ending.GONE);

        assertThat(store.lockedBy(lock(hold))).isEmpty();
    }

    @Test
    void whatIsLetGoAgainIsCountedOnceAndLockedNoLonger() {
        Hold hold = scene.hold(ann, "a");
        get(ann.letGo(hold, true, Duration.ZERO));
        store.advance(Duration.ofMillis(1));
        store.lock(lock(hold), ann.me(), LONG); // As if the first call had not come so far.
        int before = store.wakeUps();

        assertThat(get(ann.letGo(hold, true, Duration.ZERO))).contains(1);

        store.advance(Duration.ofMillis(1));
        assertThat(store.lockedBy(lock(hold))).isEmpty();
        assertThat(store.wakeUps()).isEqualTo(before + 1);
        assertThat(granted(claim(bob, hold.entryId(), "a", LoadBalancer.NOBODY)).failures())
                .isEqualTo(1);
    }

    @Test
    void whatAnotherHadMeanwhileIsNotLetGoAgain() {
        Hold hold = scene.hold(ann, "a");
        get(ann.letGo(hold, false, Duration.ZERO));
        store.advance(Duration.ofMillis(1));
        Hold others =
                granted(claim(bob, hold.entryId(), "a", LoadBalancer.NOBODY)).hold();
        get(bob.letGo(others, true, LONG));

        assertThat(get(ann.letGo(hold, false, Duration.ZERO))).isEmpty();

        assertThat(store.lockedBy(lock(hold))).contains(bob.me());
    }

    @Test
    void whatIsBuriedAgainIsOneDeadLetterAndItsLockGone() {
        Hold hold = scene.hold(ann, "a");
        get(ann.bury(hold, "boom", 5));
        store.lock(lock(hold), ann.me(), LONG); // As if the first call had not come so far.

        assertThat(get(ann.bury(hold, "boom", 5))).isEqualTo(Ending.GONE);

        assertThat(store.deadLetters()).hasSize(1);
        assertThat(store.lockedBy(lock(hold))).isEmpty();
    }

    @Test
    void g2_whatThisIncarnationHasClaimedMeanwhileIsNotDisclaimed() {
        String id = scene.add("a").get(0);
        take(ann, 1);
        Hold hold = own(ann, id, "a").hold();

        get(ann.disclaim(new Hold(id, "a", 0)));

        assertThat(pendingIds(ann, ann.me())).containsExactly(hold.entryId());
        assertThat(store.lockedBy(lock(hold))).contains(ann.me());
        assertThat(get(ann.done(hold))).isEqualTo(Ending.WRITTEN);
    }

    @Test
    void g2_whatThisIncarnationHasClaimedAgainMeanwhileIsNotDisclaimed() {
        Hold old = scene.hold(ann, "a");
        get(ann.letGo(old, false, Duration.ZERO));
        store.advance(Duration.ofMillis(1));
        Hold hold = granted(claim(ann, old.entryId(), "a", LoadBalancer.NOBODY)).hold();

        get(ann.disclaim(old));

        assertThat(pendingIds(ann, ann.me())).containsExactly(hold.entryId());
        assertThat(store.lockedBy(lock(hold))).contains(ann.me());
        assertThat(get(ann.done(hold))).isEqualTo(Ending.WRITTEN);
    }
}
