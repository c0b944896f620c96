package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.ServiceScene.Node;
import dev.streamlane.streams.ServiceScene.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replicas, a foreign client and a Redis with seeded random faults, on one clock. The seed stands in the test's name;
 * {@code -Dsimulation.seed} begins elsewhere, {@code -Dsimulation.histories} asks for more.
 */
class ServiceSimulationTest {
    private static final Duration STEP = Duration.ofMillis(50);
    private static final int STEPS = 400;
    private static final int MAX_STREAMS = 4;
    private static final String FOREIGN = "redis-consumer-foreign";

    private final ServiceScene scene = new ServiceScene(1000);
    private final FakeLbs lbs = scene.lbs;
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> added = new HashSet<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private final Set<String> foreign = new HashSet<>();
    private int lives;
    private boolean foreignLives = true;

    static List<Long> seeds() {
        long first = Long.getLong("simulation.seed", 1);
        int histories = Integer.getInteger("simulation.histories", 60);
        return LongStream.range(first, first + histories).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_G2_everyStreamIsFinishedByOneOwnerAtATime(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            start("replica-" + i);
        }
        for (int step = 0; step < STEPS; step++) {
            disturb(random);
            work(random);
            pass();
        }
        calm();

        assertThat(unfinished())
                .as(
                        "streams that nobody finished; dead: %s, waiting: %s, states: %s",
                        lbs.dead, lbs.waiting, lbs.states)
                .isEmpty();
        assertThat(lbs.done).as("streams finished by us").doesNotHaveDuplicates();
        assertThat(lbs.dead).as("nothing failed so often").isEmpty();
        assertThat(lbs.pending).isEmpty();
        assertThat(lbs.states).isEmpty();
    }

    private void disturb(Random random) {
        switch (random.nextInt(60)) {
            case 0 -> live().stream().skip(1).findFirst().ifPresent(this::kill);
            case 1 -> pick(random, live()).balancer.cut = true;
            case 2, 3 -> nodes.forEach(node -> node.balancer.cut = node.stopped());
            case 4 -> lbs.down = true;
            case 5, 6, 7 -> lbs.down = false;
            case 8 -> {
                if (live().size() > 1) {
                    Node leaver = pick(random, live());
                    leaver.leave();
                    nodes.remove(leaver);
                    start("replica-" + ++lives);
                }
            }
            case 9 -> foreignTakes(random);
            case 10 -> foreignLives = false;
            case 11 -> foreignLives = true;
            case 13 -> pick(random, live()).balancer.losesAnswer = what -> random.nextInt(4) == 0;
            case 14, 15 -> nodes.forEach(node -> node.balancer.losesAnswer = what -> false);
            case 12 -> lbs.locks.keySet().stream().findFirst().ifPresent(lbs.locks::remove);
            default -> {
                if (random.nextInt(4) == 0) {
                    String name = "stream-" + added.size();
                    added.add(name);
                    lbs.add(name, random.nextBoolean() ? "high" : "low");
                }
            }
        }
        if (foreignLives) {
            foreignExtends();
        }
    }

    private void kill(Node node) {
        node.kill();
        nodes.remove(node);
        // Half of them come back under their own name, as in a StatefulSet.
        start(lives++ % 2 == 0 ? node.name : "replica-" + lives + "b");
    }

    private void start(String name) {
        nodes.add(scene.node(name, name + "-life-" + lives++, MAX_STREAMS));
    }

    private void foreignTakes(Random random) {
        if (!lbs.waiting.isEmpty() && !lbs.down) {
            String id = lbs.waiting.keySet().iterator().next();
            lbs.deliver(id, FOREIGN);
            if (random.nextBoolean()) {
                foreign.add(id);
            }
        }
    }

    private void foreignExtends() {
        foreign.removeIf(id -> {
            FakeLbs.Given entry = lbs.pending.get(id);
            return entry == null || !entry.owner.equals(FOREIGN);
        });
        for (String id : foreign) {
            String name = name(lbs.pending.get(id).text);
            if (lbs.lock(new LoadBalancer.LockKey(name, id).key()).isEmpty()
                    || lbs.lock(new LoadBalancer.LockKey(name, id).key())
                            .get()
                            .owner()
                            .equals(FOREIGN)) {
                lbs.lock(name, id, FOREIGN, Duration.ofSeconds(2));
            }
        }
    }

    private void work(Random random) {
        for (Node node : live()) {
            for (String stream : List.copyOf(node.running.keySet())) {
                Running running = node.running.get(stream);
                if (running.interrupted || random.nextInt(40) == 0) {
                    node.returns(stream);
                }
            }
        }
    }

    private void pass() {
        scene.pass(STEP);
        Map<String, String> owners = new HashMap<>();
        for (Node node : live()) {
            node.running.forEach((name, running) -> {
                if (!running.stream.disowned()) {
                    assertThat(owners.put(name, node.name))
                            .as("G2 another owner of %s than %s", name, node.name)
                            .isNull();
                    assertThat(lbs.done).as("running though done").doesNotContain(name);
                }
                assertThat(epochs.merge(name, running.stream.epoch(), Math::max))
                        .as("the epoch of %s", name)
                        .isGreaterThanOrEqualTo(running.stream.epoch());
            });
        }
    }

    /** No more faults: everything that the foreign client had is ours in the end. */
    private void calm() {
        lbs.down = false;
        foreignLives = false;
        nodes.forEach(node -> {
            node.balancer.cut = false;
            node.balancer.losesAnswer = what -> false;
        });
        Random random = new Random(0);
        for (int step = 0; step < 4000 && !unfinished().isEmpty(); step++) {
            work(random);
            pass();
        }
        pass();
    }

    private Set<String> unfinished() {
        Set<String> left = new HashSet<>(added);
        left.removeAll(lbs.done);
        return left;
    }

    private List<Node> live() {
        return nodes.stream().filter(node -> !node.stopped()).toList();
    }

    private static Node pick(Random random, List<Node> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String name(String text) {
        return text.replaceAll(".*DataStreamName\":\"([^\"]*)\".*", "$1");
    }
}
