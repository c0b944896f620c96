package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.ServiceScene.Node;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a replica looks for what may be claimed. */
class ServiceMemberSearchTest {
    private static final String LOOK = "pending " + LoadBalancer.NOBODY;

    private final ServiceScene scene = new ServiceScene(3);
    private final FakeLbs lbs = scene.lbs;

    @Test
    void whoHasNoRoomLooksOnceInAnIntervalHoweverOftenItIsWoken() {
        Node full = scene.node("full", 1);
        lbs.add("running");
        scene.loop.run();
        block(unowned("blocked"), "blocked");
        scene.pass(ServiceScene.TICK);
        full.balancer.calls.clear();

        for (int i = 0; i < 100; i++) {
            lbs.wake();
            scene.pass(ServiceScene.TICK.dividedBy(10));
        }

        assertThat(full.balancer.calls("beat")).isGreaterThanOrEqualTo(100);
        assertThat(full.balancer.calls(LOOK)).isBetween(9L, 11L);
    }

    @Test
    void whatMayBeClaimedGoesBeforeWhatIsNewAlsoIfItWasLeftWhileThereWasNoRoom() {
        Node full = scene.node("full", 1);
        lbs.add("running");
        scene.loop.run();
        lbs.add("taken");
        lbs.add("waiting", "high");
        scene.pass(ServiceScene.TICK);
        unowned("left");
        lbs.wake();
        scene.pass(Duration.ofMillis(50));

        full.returns("running");
        assertThat(full.running).containsOnlyKeys("left");
        full.returns("left");

        assertThat(full.started).containsExactly("running", "left", "waiting");
    }

    @Test
    void whatMayBeClaimedIsLookedForBeforeMoreIsTaken() {
        Node full = scene.node("full", 1);
        lbs.add("running");
        scene.loop.run();
        scene.pass(ServiceScene.TICK);
        unowned("left");
        scene.pass(Duration.ofMillis(50));
        full.balancer.calls.clear();

        full.returns("running");

        assertThat(full.running).containsOnlyKeys("left");
        assertThat(full.balancer.calls("take")).isZero();
    }

    @Test
    void aLookThatFailsKeepsNothingNewFromItsTurn() {
        Node full = scene.node("full", 1);
        lbs.add("running");
        scene.loop.run();
        unowned("left");
        lbs.wake();
        scene.loop.run();
        full.balancer.losesAnswer = call -> call.startsWith("pending");
        lbs.add("new");

        full.returns("running");

        assertThat(full.running).containsOnlyKeys("new");
    }

    private String unowned(String name) {
        String id = lbs.add(name);
        lbs.deliver(id, LoadBalancer.NOBODY);
        return id;
    }

    /** Its back-off lasts for longer than the test. */
    private void block(String id, String name) {
        lbs.lock(name, id, "redis-consumer-gone", Duration.ofHours(1));
    }
}
