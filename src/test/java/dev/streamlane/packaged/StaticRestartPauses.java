package dev.streamlane.packaged;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Measures for how long partitions pause when one of three replicas is restarted: under static membership, where they wait
 * for it, and under dynamic membership, where they move away and others move to it. No test: it asserts nothing, and runs
 * only if asked to, on a machine that is otherwise idle:
 *
 * <pre>{@code ./mvnw verify -Dit.test=StaticRestartPauses -Dstreamlane.measure -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 */
@EnabledIfSystemProperty(named = "streamlane.measure", matches = ".*")
class StaticRestartPauses {
    private static final int ROUNDS = 5;
    private static final int PARTITIONS = 6;
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<Long> ofTheRestarted = new ArrayList<>();
    private final List<Long> ofTheOthers = new ArrayList<>();
    private final List<Long> stops = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private final List<Long> moved = new ArrayList<>();

    private enum Membership {
        STATIC,
        DYNAMIC
    }

    @ParameterizedTest
    @EnumSource
    void measure(Membership membership) {
        Map<String, String> settings = Map.of("STREAMLANE_MEMBERSHIP", membership.name());
        try (Cluster cluster = new Cluster("restart-" + membership, PARTITIONS, TTL, settings);
                SteadyLoad load = new SteadyLoad(
                        cluster, PARTITIONS, cluster.start("a", "b", "c").get(0))) {
            // A first round warms up, and is thrown away.
            for (int round = 0; round <= ROUNDS; round++) {
                load.awaitSteady();
                round(cluster, load, round > 0);
            }
        }
        System.out.printf(
                "%s, %d partitions on 3 replicas, min/median/max of %d restarts%n", membership, PARTITIONS, ROUNDS);
        print("ms from SIGTERM to the process' end", stops);
        print("ms from the new process' start to its readiness", starts);
        print("ms pause of the restarted replica's partitions", ofTheRestarted);
        print("ms pause of the other partitions", ofTheOthers);
        print("partitions that were elsewhere meanwhile or are now", moved);
    }

    private void round(Cluster cluster, SteadyLoad load, boolean counts) {
        Map<Integer, String> before = cluster.owners();
        Set<Integer> restarted = Set.copyOf(cluster.ownedBy("c"));
        long from = System.nanoTime();
        Replica old = cluster.byName("c");
        old.terminate();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> !old.alive());
        long stopped = System.nanoTime();
        Map<Integer, String> meanwhile = cluster.owners();
        cluster.launch("c").awaitReady();
        long ready = System.nanoTime();
        cluster.awaitOwners("a", "b", "c");
        load.awaitSteady();
        long to = System.nanoTime();
        Map<Integer, String> after = cluster.owners();
        if (counts) {
            stops.add(Duration.ofNanos(stopped - from).toMillis());
            starts.add(Duration.ofNanos(ready - stopped).toMillis());
            ofTheRestarted.add(longest(load, restarted, from, to));
            ofTheOthers.add(longest(load, complement(restarted), from, to));
            moved.add(before.keySet().stream()
                    .filter(partition -> !before.get(partition).equals(after.get(partition))
                            || !before.get(partition).equals(meanwhile.getOrDefault(partition, before.get(partition))))
                    .count());
        }
    }

    private static long longest(SteadyLoad load, Set<Integer> partitions, long from, long to) {
        return partitions.stream()
                .mapToLong(partition -> load.longestGap(partition, from, to))
                .max()
                .orElse(-1);
    }

    private static Set<Integer> complement(Set<Integer> partitions) {
        return Set.copyOf(IntStream.range(0, PARTITIONS)
                .filter(partition -> !partitions.contains(partition))
                .boxed()
                .toList());
    }

    private static void print(String what, List<Long> values) {
        System.out.printf("  %-55s %s%n", what, SteadyLoad.summary(values));
    }
}
