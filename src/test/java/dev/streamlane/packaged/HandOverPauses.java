package dev.streamlane.packaged;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Measures for how long partitions pause when replicas join, leave and crash. No test: it asserts nothing, and runs only if
 * asked to, on a machine that is otherwise idle:
 *
 * <pre>{@code ./mvnw verify -Dit.test=HandOverPauses -Dstreamlane.measure -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 */
@EnabledIfSystemProperty(named = "streamlane.measure", matches = ".*")
class HandOverPauses {
    private static final int ROUNDS = 5;
    private static final int PARTITIONS = 6;

    private final Map<String, List<Long>> moved = new HashMap<>();
    private final Map<String, List<Long>> unmoved = new HashMap<>();

    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void measure(int ttlSeconds) {
        Duration ttl = Duration.ofSeconds(ttlSeconds);
        try (Cluster cluster = new Cluster("pauses-" + ttlSeconds, PARTITIONS, ttl, Map.of());
                SteadyLoad load = new SteadyLoad(
                        cluster, PARTITIONS, cluster.start("a", "b").get(0))) {
            // A first round warms up, and is thrown away.
            for (int round = 0; round <= ROUNDS; round++) {
                round(cluster, load, round > 0);
            }
        }
        System.out.printf(
                "TTL %d s, %d partitions, longest gap between starts in ms: min/median/max of %d rounds%n",
                ttlSeconds, PARTITIONS, ROUNDS);
        for (String event : List.of("nothing", "join", "leave", "kill")) {
            System.out.printf(
                    "  %-8s moved %s, unmoved %s%n",
                    event,
                    SteadyLoad.summary(moved.getOrDefault(event, List.of())),
                    SteadyLoad.summary(unmoved.getOrDefault(event, List.of())));
        }
    }

    private void round(Cluster cluster, SteadyLoad load, boolean counts) {
        measure(cluster, load, "nothing", counts, load::awaitSteady);
        measure(cluster, load, "join", counts, () -> {
            cluster.launch("c").awaitReady();
            cluster.awaitOwners("a", "b", "c");
        });
        measure(cluster, load, "leave", counts, () -> {
            cluster.byName("c").terminate();
            cluster.awaitOwners("a", "b");
        });
        cluster.launch("c").awaitReady();
        cluster.awaitOwners("a", "b", "c");
        load.awaitSteady();
        measure(cluster, load, "kill", counts, () -> {
            cluster.byName("c").kill();
            cluster.awaitOwners("a", "b");
        });
    }

    private void measure(Cluster cluster, SteadyLoad load, String event, boolean counts, Runnable happening) {
        Map<Integer, String> before = cluster.owners();
        long from = System.nanoTime();
        happening.run();
        load.awaitSteady();
        long to = System.nanoTime();
        Map<Integer, String> after = cluster.owners();
        if (!counts) {
            return;
        }
        Map<Boolean, LongSummaryStatistics> gaps = IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(Collectors.partitioningBy(
                        partition -> !before.get(partition).equals(after.get(partition)),
                        Collectors.summarizingLong(partition -> load.longestGap(partition, from, to))));
        if (gaps.get(true).getCount() > 0) {
            moved.computeIfAbsent(event, name -> new ArrayList<>())
                    .add(gaps.get(true).getMax());
        }
        unmoved.computeIfAbsent(event, name -> new ArrayList<>())
                .add(gaps.get(false).getMax());
    }
}
