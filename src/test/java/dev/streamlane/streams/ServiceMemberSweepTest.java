package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.ServiceScene.Node;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a replica finds where there is more than it looks at in one go. */
class ServiceMemberSweepTest {
    private static final int WINDOW = 10_000;

    private final ServiceScene scene = new ServiceScene(3);
    private final FakeLbs lbs = scene.lbs;

    @Test
    void moreThanItLooksAtInOneGoDoNotKeepTheRestFromItsTurn() {
        Node node = scene.node("one", 10);
        for (int i = 0; i < WINDOW + 500; i++) {
            block(unowned("blocked-" + i), "blocked-" + i);
        }
        unowned("last");

        scene.pass(ServiceScene.TICK.multipliedBy(2));

        assertThat(node.running).containsOnlyKeys("last");
    }

    @Test
    void whatComesBeforeIsFoundAgain() {
        Node node = scene.node("one", 10);
        String first = unowned("first");
        block(first, "first");
        for (int i = 0; i < WINDOW + 500; i++) {
            block(unowned("blocked-" + i), "blocked-" + i);
        }
        scene.pass(ServiceScene.TICK.multipliedBy(2));
        assertThat(node.running).isEmpty();
        lbs.locks.remove(new LoadBalancer.LockKey("first", first).key());

        scene.pass(ServiceScene.TICK.multipliedBy(2));

        assertThat(node.running).containsOnlyKeys("first");
    }

    @Test
    void eachEntryIsReadOnceHoweverManyThereAre() {
        Node node = scene.node("one", 10);
        for (int i = 0; i < WINDOW + 500; i++) {
            block(unowned("blocked-" + i), "blocked-" + i);
        }
        scene.pass(ServiceScene.TICK.multipliedBy(2));
        node.balancer.calls.clear();

        scene.pass(ServiceScene.TICK.multipliedBy(3));

        assertThat(node.balancer.calls("pending")).isGreaterThan(40);
        assertThat(node.balancer.calls("read")).isZero();
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
