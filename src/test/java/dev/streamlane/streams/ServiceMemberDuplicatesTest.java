package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.ServiceScene.Node;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What entries cost that wait for the name of their data stream, and when their turn comes. */
class ServiceMemberDuplicatesTest {
    private static final int MANY = 1000;

    private final ServiceScene scene = new ServiceScene(3);
    private final FakeLbs lbs = scene.lbs;

    @Test
    void howeverManyWaitNoReplicaBeatsOrClaimsMoreOftenForThem() {
        Node first = scene.node("first", 10);
        Node second = scene.node("second", 10);
        lbs.add("same");
        scene.pass(Duration.ofSeconds(10));
        first.balancer.calls.clear();
        second.balancer.calls.clear();
        scene.pass(Duration.ofMinutes(1));
        long beats = first.balancer.calls("beat") + second.balancer.calls("beat");

        addWaiting("same", MANY);
        scene.pass(Duration.ofSeconds(10));
        first.balancer.calls.clear();
        second.balancer.calls.clear();
        scene.pass(Duration.ofMinutes(1));

        assertThat(first.balancer.calls("beat") + second.balancer.calls("beat")).isEqualTo(beats);
        assertThat(first.balancer.calls("claim") + second.balancer.calls("claim"))
                .isZero();
    }

    @Test
    void theNextBeginsAsSoonAsTheFirstIsDone() {
        Node node = scene.node("one", 10);
        lbs.add("same");
        scene.loop.run();
        addWaiting("same", MANY);
        scene.pass(Duration.ofSeconds(10));
        node.balancer.calls.clear();

        for (int done = 1; done <= 5; done++) {
            node.returns("same");

            assertThat(node.started).hasSize(done + 1);
        }
        assertThat(node.balancer.calls("claim")).as("one for each").isEqualTo(5);
    }

    @Test
    void theNextBeginsAsSoonAsTheFirstIsDoneElsewhere() {
        Node owner = scene.node("owner", 1);
        lbs.add("same");
        scene.loop.run();
        lbs.add("other");
        Node roomy = scene.node("roomy", 10);
        addWaiting("same", 1);
        scene.pass(Duration.ofSeconds(10));
        assertThat(roomy.started).containsExactly("other");

        owner.returns("same");

        assertThat(owner.started.size() + roomy.started.size()).isEqualTo(3);
    }

    @Test
    void whatEndsHasNobodyLookForWhatWaitsForAnotherName() {
        Node busy = scene.node("busy", 200);
        lbs.add("same");
        List<String> others =
                IntStream.range(0, 100).mapToObj(i -> "other " + i).toList();
        others.forEach(lbs::add);
        scene.loop.run();
        Node roomy = scene.node("roomy", 10);
        addWaiting("same", MANY);
        scene.pass(Duration.ofSeconds(10));
        busy.balancer.calls.clear();
        roomy.balancer.calls.clear();

        others.forEach(busy::returns);

        assertThat(lbs.done).hasSize(100);
        assertThat(busy.balancer.calls("duplicates") + roomy.balancer.calls("duplicates"))
                .isZero();
        busy.returns("same");
        assertThat(busy.started.size() + roomy.started.size()).isEqualTo(102);
    }

    @Test
    void theMostUrgentIsTheNext() {
        Node node = scene.node("one", 10);
        lbs.add("same");
        scene.loop.run();
        addWaiting("same", 3);
        String urgent = lbs.add("same", "high");
        scene.pass(Duration.ofSeconds(10));

        node.returns("same");

        assertThat(lbs.names).containsEntry("same", urgent);
    }

    @Test
    void whatWaitsNeverLooksAbandonedToAForeignClientThatStarts() {
        Node full = scene.node("full", 1);
        lbs.add("same");
        scene.loop.run();
        List<String> waiting = addWaiting("same", 5);

        for (int second = 0; second < 120; second++) {
            scene.pass(Duration.ofSeconds(1));
            assertThat(waiting)
                    .allSatisfy(id -> assertThat(lbs.idle(lbs.pending.get(id))).isLessThan(Duration.ofSeconds(15)));
        }
        assertThat(full.started).hasSize(1);
    }

    @Test
    void whatWaitsForAForeignClientBeginsWhenThatIsDone() {
        String first = lbs.add("same");
        lbs.deliver(first, "redis-consumer-go");
        lbs.names.put("same", first);
        lbs.lock("same", first, "redis-consumer-go", Duration.ofMinutes(1));
        Node node = scene.node("one", 10);
        addWaiting("same", 1);
        scene.pass(Duration.ofSeconds(30));
        assertThat(node.started).isEmpty();

        lbs.pending.remove(first);
        scene.pass(ServiceScene.TICK);

        assertThat(node.started).containsExactly("same");
    }

    private List<String> addWaiting(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    String id = lbs.add(name);
                    lbs.deliver(id, LoadBalancer.NOBODY);
                    return id;
                })
                .toList();
    }
}
