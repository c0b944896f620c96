package dev.streamlane.packaged;

import static org.awaitility.Awaitility.await;

import dev.streamlane.packaged.Ledger.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
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
    private static final int BATCH_MILLIS = 10;

    /** Two jobs each ten milliseconds: 200 a second in each partition. */
    private static final int JOBS_PER_PARTITION = 2;

    private static final Duration BEFORE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Map<String, List<Long>> moved = new HashMap<>();
    private final Map<String, List<Long>> unmoved = new HashMap<>();

    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void measure(int ttlSeconds) {
        Duration ttl = Duration.ofSeconds(ttlSeconds);
        try (Cluster cluster = new Cluster("pauses-" + ttlSeconds, PARTITIONS, ttl, Map.of())) {
            Replica gateway = cluster.start("a", "b").get(0);
            ScheduledExecutorService producer = Executors.newSingleThreadScheduledExecutor();
            ScheduledFuture<?> load =
                    producer.scheduleAtFixedRate(() -> enqueue(gateway), 0, BATCH_MILLIS, TimeUnit.MILLISECONDS);
            try {
                // A first round warms up, and is thrown away.
                for (int round = 0; round <= ROUNDS; round++) {
                    round(cluster, round > 0);
                }
            } finally {
                load.cancel(false);
                producer.shutdown();
            }
        }
        System.out.printf(
                "TTL %d s, %d partitions, longest gap between starts in ms: min/median/max of %d rounds%n",
                ttlSeconds, PARTITIONS, ROUNDS);
        for (String event : List.of("nothing", "join", "leave", "kill")) {
            System.out.printf(
                    "  %-8s moved %s, unmoved %s%n", event, summary(moved.get(event)), summary(unmoved.get(event)));
        }
    }

    private void round(Cluster cluster, boolean counts) {
        measure(cluster, "nothing", counts, () -> steady(cluster));
        measure(cluster, "join", counts, () -> {
            cluster.launch("c").awaitReady();
            cluster.awaitOwners("a", "b", "c");
        });
        measure(cluster, "leave", counts, () -> {
            byName(cluster, "c").terminate();
            cluster.awaitOwners("a", "b");
        });
        cluster.launch("c").awaitReady();
        cluster.awaitOwners("a", "b", "c");
        steady(cluster);
        measure(cluster, "kill", counts, () -> {
            byName(cluster, "c").kill();
            cluster.awaitOwners("a", "b");
        });
    }

    private void measure(Cluster cluster, String event, boolean counts, Runnable happening) {
        Map<Integer, String> before = cluster.owners();
        long from = System.nanoTime();
        happening.run();
        steady(cluster);
        long to = System.nanoTime();
        Map<Integer, String> after = cluster.owners();
        if (!counts) {
            return;
        }
        Map<Boolean, LongSummaryStatistics> gaps = IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(Collectors.partitioningBy(
                        partition -> !before.get(partition).equals(after.get(partition)),
                        Collectors.summarizingLong(partition -> longestGap(cluster, partition, from, to))));
        if (gaps.get(true).getCount() > 0) {
            moved.computeIfAbsent(event, name -> new ArrayList<>())
                    .add(gaps.get(true).getMax());
        }
        unmoved.computeIfAbsent(event, name -> new ArrayList<>())
                .add(gaps.get(false).getMax());
    }

    /** Waits until a second's jobs more are done in each partition. */
    private static void steady(Cluster cluster) {
        long from = System.nanoTime();
        await().atMost(LIMIT)
                .until(() -> cluster.ledger().lines(line -> !line.done() && line.nanos() > from).stream()
                                .collect(Collectors.groupingBy(Line::partition, Collectors.counting()))
                                .values()
                                .stream()
                                .filter(count -> count >= 100L * JOBS_PER_PARTITION)
                                .count()
                        == PARTITIONS);
    }

    /** The longest gap that ends in this time, so that one which begins with the event itself counts whole. */
    private static long longestGap(Cluster cluster, int partition, long from, long to) {
        long[] starts = cluster
                .ledger()
                .lines(line -> line.partition() == partition
                        && !line.done()
                        && line.nanos() >= from - BEFORE.toNanos()
                        && line.nanos() <= to)
                .stream()
                .mapToLong(Line::nanos)
                .sorted()
                .toArray();
        return IntStream.range(1, starts.length)
                .filter(i -> starts[i] >= from)
                .mapToLong(i -> Duration.ofNanos(starts[i] - starts[i - 1]).toMillis())
                .max()
                .orElse(-1);
    }

    private static Replica byName(Cluster cluster, String name) {
        return cluster.alive().stream()
                .filter(replica -> replica.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Jobs without a key go round-robin: so many to each partition. */
    private static void enqueue(Replica gateway) {
        String batch = IntStream.range(0, PARTITIONS * JOBS_PER_PARTITION)
                .mapToObj(i -> "{\"payload\":{\"n\":0,\"millis\":0}}")
                .collect(Collectors.joining(",", "{\"jobs\":[", "]}"));
        gateway.post("/topics/" + Cluster.TOPIC + "/jobs/batch", batch);
    }

    private static String summary(List<Long> values) {
        if (values == null) {
            return "-";
        }
        List<Long> sorted = values.stream().sorted().toList();
        return "%d/%d/%d".formatted(sorted.get(0), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }
}
