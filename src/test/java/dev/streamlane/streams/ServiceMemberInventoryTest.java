package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.FakeLbs.Given;
import dev.streamlane.streams.FakeLbs.State;
import dev.streamlane.streams.ServiceScene.Node;
import dev.streamlane.streams.ServiceScene.Running;
import dev.streamlane.testing.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a replica has, and what stands in Redis under its name, should be the same; and if not. */
class ServiceMemberInventoryTest {
    private static final String FOREIGN = "redis-consumer-go";

    private final ServiceScene scene = new ServiceScene(3);
    private final FakeLbs lbs = scene.lbs;
    private final List<String> warnings = new ArrayList<>();
    private final LogCapture log = LogCapture.of(ServiceLog.class, warnings);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void G7_isNotLeftWithPhantomsWhenTheLoadBalancerStreamIsDeleted() {
        Node node = scene.node("one", 10);
        List.of("a", "b", "c").forEach(lbs::add);
        scene.loop.run();

        lbs.pending.clear();
        lbs.states.clear();
        lbs.names.clear();
        scene.pass(ServiceScene.TICK);

        assertThat(node.running.values()).allSatisfy(running -> {
            assertThat(running.interrupted).isTrue();
            assertThat(running.stream.disowned()).isTrue();
        });
        assertThat(node.member.held()).isZero();
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("3 streams of service orders are not ours any more, ")
                .endsWith("among them: it is not pending under this replica's name any more");
    }

    @Test
    void G7_goesOnWithWhatIsAddedAnewAfterTheLoadBalancerStreamWasDeleted() {
        Node node = scene.node("one", 10);
        lbs.add("a");
        scene.loop.run();
        lbs.pending.clear();
        lbs.states.clear();
        lbs.names.clear();
        lbs.add("a");
        scene.pass(ServiceScene.TTL.plus(ServiceScene.TICK));

        assertThat(node.started).containsExactly("a", "a");
        assertThat(node.running.get("a").stream.disowned()).isFalse();
    }

    @Test
    void givesUpWhatAForeignClientHasTaken() {
        Node node = scene.node("one", 10);
        String stolen = lbs.add("a");
        lbs.add("b");
        scene.loop.run();

        lbs.pending.get(stolen).owner = FOREIGN;
        scene.pass(ServiceScene.TICK);

        assertThat(node.running.get("a").stream.disowned()).isTrue();
        assertThat(node.running.get("b").stream.disowned()).isFalse();
    }

    @Test
    void noticesWithinAMinuteThatOneIsMissingThoughAnotherIsTooMuch() {
        Node node = scene.node("one", 10);
        String stolen = lbs.add("a");
        scene.loop.run();
        Running lost = node.running.get("a");

        lbs.pending.get(stolen).owner = FOREIGN;
        String unknown = lbs.add("b");
        lbs.waiting.remove(unknown);
        lbs.pending.put(unknown, new Given("{\"DataStreamName\":\"b\"}", node.balancer.me(), scene.loop.nanos()));
        scene.pass(Duration.ofMinutes(1).plus(ServiceScene.TICK));

        assertThat(lost.stream.disowned()).isTrue();
        assertThat(node.running.get("b").stream.disowned()).isFalse();
    }

    @Test
    void givesUpWhatWasClaimedWithoutAnAnswerAndClaimsItAgain() {
        Node node = scene.node("one", 10);
        node.balancer.losesAnswer = what -> what.startsWith("claim");
        String id = lbs.add("a");
        scene.loop.run();
        node.balancer.losesAnswer = what -> false;
        long lost = lbs.state(id).epoch();

        scene.pass(ServiceScene.TTL);

        assertThat(node.running.get("a").stream.epoch()).isGreaterThan(lost);
        assertThat(node.running.get("a").stream.attempt()).isEqualTo(1);
    }

    @Test
    void whatIsAsItShouldBeIsLookedThroughOnceAMinute() {
        Node node = scene.node("one", 200);
        for (int i = 0; i < 200; i++) {
            lbs.add("s" + i);
        }
        scene.loop.run();

        scene.pass(Duration.ofMinutes(10));

        assertThat(node.balancer.calls("pending")).isBetween(10L, 22L);
        assertThat(node.balancer.calls("read")).isZero();
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatAForeignClientHasIsReadOnce() {
        for (int i = 0; i < 250; i++) {
            lbs.deliver(lbs.add("s" + i), FOREIGN);
        }
        Node node = scene.node("one", 10);

        scene.pass(Duration.ofSeconds(30));

        assertThat(node.balancer.calls("locks")).isGreaterThan(20);
        assertThat(node.balancer.calls("read")).isEqualTo(3);
    }

    @Test
    void whatAForeignClientHasIsNotReadWithoutRoomForIt() {
        Node node = scene.node("one", 1);
        lbs.add("mine");
        scene.loop.run();
        lbs.deliver(lbs.add("a"), FOREIGN);
        scene.pass(Duration.ofSeconds(60));
        assertThat(node.balancer.calls("read")).isZero();

        node.returns("mine");
        scene.pass(Duration.ofSeconds(3));

        assertThat(node.running).containsOnlyKeys("a");
    }

    @Test
    void whatIsNobodysIsReadThoughThereIsNoRoomSoThatItGoesBeforeWhatIsNew() {
        Node node = scene.node("one", 1);
        lbs.add("mine");
        scene.loop.run();
        String id = lbs.add("orphan");
        lbs.deliver(id, LoadBalancer.NOBODY);
        lbs.states.put(id, new State(1, "", 0, null, "redis-consumer-gone"));
        lbs.add("new");
        scene.pass(ServiceScene.TICK);

        node.returns("mine");

        assertThat(node.started).containsExactly("mine", "orphan");
    }
}
