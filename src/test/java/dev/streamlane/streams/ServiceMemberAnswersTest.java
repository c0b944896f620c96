package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.ServiceScene.Node;
import dev.streamlane.streams.ServiceScene.Running;
import dev.streamlane.testing.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a replica's streams when Redis does what it is asked to and its answers get lost, or it is away. */
class ServiceMemberAnswersTest {
    private static final int MANY = 1000;

    private final ServiceScene scene = new ServiceScene(3);
    private final FakeLbs lbs = scene.lbs;
    private final List<String> warnings = new ArrayList<>();
    private final LogCapture log = LogCapture.of(ServiceLog.class, warnings);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void G4_aHandOverWhoseAnswerGotLostIsAsQuickAsAnyOther() {
        Node leaver = scene.node("leaver", 10);
        lbs.add("a");
        scene.loop.run();
        Node heir = scene.node("heir", 10);
        leaver.balancer.losesAnswer = once("letGo a");
        leaver.balancer.losesLocks = true;
        leaver.leave();
        leaver.returns("a");
        leaver.balancer.losesLocks = false;

        scene.pass(Duration.ofMillis(500));

        assertThat(heir.running).containsOnlyKeys("a");
        assertThat(heir.running.get("a").stream.attempt()).isEqualTo(1);
        assertThat(leaver.member.phase()).isEqualTo(ServiceMember.Phase.LEFT);
        assertThat(warnings).isEmpty();
    }

    @Test
    void saysNothingUntrueOfAHandOverWhoseAnswerGotLostAndThatAnotherHasTakenUp() {
        Node leaver = scene.node("leaver", 10);
        lbs.add("a");
        scene.loop.run();
        Node heir = scene.node("heir", 10);
        leaver.balancer.losesAnswer = once("letGo a");
        leaver.leave();
        leaver.returns("a");
        scene.pass(Duration.ofMillis(100));
        assertThat(heir.running).containsOnlyKeys("a");

        scene.pass(Duration.ofSeconds(1));

        assertThat(leaver.balancer.calls("letGo")).isEqualTo(2);
        assertThat(warnings).isEmpty();
    }

    @Test
    void countsAFailureWhoseAnswerGotLostOnce() {
        Node node = scene.node("one", 10);
        lbs.add("a");
        scene.loop.run();
        node.balancer.losesAnswer = once("letGo a");

        node.fails("a");
        scene.pass(Duration.ofSeconds(2));

        assertThat(node.running.get("a").stream.attempt()).isEqualTo(2);
        assertThat(warnings).singleElement().asString().startsWith("Attempt 1 at stream a");
    }

    @Test
    void saysNothingOfAStreamWhoseEndWasWrittenAndNotAnswered() {
        Node node = scene.node("one", 10);
        lbs.add("a");
        scene.loop.run();
        node.balancer.losesAnswer = once("done a");

        node.returns("a");
        scene.pass(Duration.ofSeconds(1));

        assertThat(node.balancer.calls("done a")).isEqualTo(2);
        assertThat(lbs.done).containsExactly("a");
        assertThat(node.member.held()).isZero();
        assertThat(warnings).isEmpty();
    }

    @Test
    void saysThatAStreamIsAnothersWhoseEndWasNeverWritten() {
        Node cut = scene.node("cut", 10);
        lbs.add("a");
        scene.loop.run();
        Node heir = scene.node("heir", 10);
        cut.balancer.cut = true;
        cut.returns("a");
        scene.pass(Duration.ofSeconds(6));
        assertThat(heir.running).containsOnlyKeys("a");

        cut.balancer.cut = false;
        scene.pass(Duration.ofSeconds(1));

        assertThat(lbs.done).isEmpty();
        assertThat(warnings)
                .containsExactly("Stream a of service orders was not ours any more when its end was to be written");
    }

    @Test
    void g6_aDeadLetterWhoseAnswerGotLostIsOne() {
        Node node = scene.node("one", 10);
        String id = lbs.addText("nonsense");
        node.balancer.losesAnswer = once("bury " + id);

        scene.pass(Duration.ofSeconds(1));

        assertThat(node.balancer.calls("bury " + id)).isEqualTo(2);
        assertThat(lbs.dead.get(id)).containsOnlyOnce("unreadable");
        assertThat(node.member.held()).isZero();
    }

    @Test
    void g7_howeverManyEndsAreToBeWrittenRedisIsLeftAloneWhileItIsAwayAndThenTheyAreWrittenAtOnce() {
        Node node = scene.node("one", MANY);
        for (int i = 0; i < MANY; i++) {
            lbs.add("s" + i);
        }
        scene.loop.run();
        lbs.down = true;
        List.copyOf(node.running.keySet()).forEach(node::returns);
        assertThat(node.balancer.calls("done")).isEqualTo(MANY);

        scene.pass(Duration.ofMinutes(1));
        assertThat(node.balancer.calls("done") - MANY).isBetween(10L, 20L);
        lbs.down = false;
        scene.pass(Duration.ofMillis(300));

        assertThat(lbs.done).hasSize(MANY);
        assertThat(node.member.held()).isZero();
    }

    @Test
    void givesOnWhatItHasClaimedAndCannotRead() {
        Node node = scene.node("one", 10);
        String id = lbs.add("a");
        lbs.deliver(id, LoadBalancer.NOBODY);
        AtomicInteger reads = new AtomicInteger();
        node.balancer.losesAnswer = what -> what.equals("read [" + id + "]") && reads.incrementAndGet() == 2;

        scene.pass(ServiceScene.TICK.multipliedBy(2));

        assertThat(node.balancer.calls("letGo a")).isEqualTo(1);
        assertThat(node.running.get("a").stream.attempt()).isEqualTo(1);
    }

    @Test
    void g1_anErrorOfOurOwnLosesNoEnd() {
        Node node = scene.node("one", 10);
        lbs.add("a");
        scene.loop.run();
        node.balancer.breaks = once("done a");

        node.returns("a");
        scene.pass(Duration.ofSeconds(1));

        assertThat(lbs.done).containsExactly("a");
        assertThat(node.member.held()).isZero();
        assertThat(warnings).containsExactly("The end of stream a of service orders could not be written");
    }

    @Test
    void g2_onlyStreamsWhoseLocksCannotBeReachedAreGivenUp() {
        Node node = scene.node("one", 10);
        lbs.add("a");
        lbs.add("b");
        scene.loop.run();
        Running unreachable = node.running.get("b");
        node.balancer.lockless.add("b");

        for (int i = 0; i < 60; i++) {
            scene.pass(Duration.ofMillis(100));
        }

        assertThat(node.running.get("a").stream.disowned()).isFalse();
        assertThat(unreachable.stream.disowned()).isTrue();
        assertThat(warnings).singleElement().asString().contains("Stream b").contains("could not be extended");
    }

    @Test
    void aLockThatCouldNotBeReachedIsExtendedBeforeTheNextBeat() {
        Node node = scene.node("one", 10);
        lbs.add("a");
        lbs.add("b");
        scene.loop.run();
        node.balancer.lockless.add("b");
        scene.pass(ServiceScene.TICK);
        node.balancer.lockless.clear();
        node.balancer.calls.clear();

        scene.pass(Duration.ofMillis(300));

        assertThat(node.balancer.calls).contains("extend 1").doesNotContain("extend 2", "beat");
        for (int i = 0; i < 60; i++) {
            scene.pass(Duration.ofMillis(100));
        }
        assertThat(node.running.get("b").stream.disowned()).isFalse();
    }

    @Test
    void g8_howeverOftenItIsWokenItExtendsItsLocksAboutThriceInTheirLife() {
        Node node = scene.node("one", 10);
        lbs.add("a");
        scene.loop.run();
        node.balancer.calls.clear();

        for (int i = 0; i < 400; i++) {
            node.beat();
            scene.pass(Duration.ofMillis(10));
        }

        assertThat(node.balancer.calls.stream().filter("beat"::equals)).hasSizeGreaterThan(300);
        assertThat(node.balancer.calls.stream().filter("extend 1"::equals)).hasSizeBetween(3, 6);
        assertThat(node.running.get("a").stream.disowned()).isFalse();
    }

    private static Predicate<String> once(String call) {
        Set<String> seen = new HashSet<>();
        return what -> what.equals(call) && seen.add(what);
    }
}
