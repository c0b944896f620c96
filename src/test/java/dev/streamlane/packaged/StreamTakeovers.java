package dev.streamlane.packaged;

import static org.awaitility.Awaitility.await;

import dev.streamlane.packaged.StreamLedger.Line;
import dev.streamlane.testing.RespConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measures how long it takes until the streams of a replica that is killed, stopped or terminated go on elsewhere. No test: it
 * asserts nothing, and runs only if asked to, on a machine that is otherwise idle:
 *
 * <pre>{@code ./mvnw verify -Dit.test=StreamTakeovers -Dstreamlane.measure -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 */
@EnabledIfSystemProperty(named = "streamlane.measure", matches = ".*")
class StreamTakeovers {
    private static final int ROUNDS = 5;
    private static final int STREAMS = 30;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 0", "false, 10000", "true, 10000"})
    void measure(boolean notifications, int volatileKeys) {
        Map<String, String> settings = Map.of(
                "STREAMLANE_STREAMS_ENABLE_NOTIFICATIONS",
                String.valueOf(notifications),
                "STREAMLANE_STREAMS_MAX_STREAMS",
                "1000");
        try (Cluster cluster = new Cluster("takeovers", 3, Duration.ofSeconds(10), settings)) {
            cluster.start("a", "b");
            addVolatileKeys(cluster, volatileKeys);
            System.out.printf("notifications %s, %d volatile keys%n", notifications, volatileKeys);
            report(cluster, "SIGKILL", Replica::kill);
            report(cluster, "SIGSTOP", Replica::pause);
            report(cluster, "SIGTERM", Replica::terminate);
        }
    }

    private static void report(Cluster cluster, String event, Consumer<Replica> fault) {
        List<Long> firsts = new ArrayList<>();
        List<Long> lasts = new ArrayList<>();
        // A first round warms up, and is thrown away.
        for (int round = 0; round <= ROUNDS; round++) {
            List<Long> millis = round(cluster, event + "-" + round + "-", fault);
            if (round > 0) {
                firsts.add(millis.get(0));
                lasts.add(millis.get(millis.size() - 1));
            }
        }
        System.out.printf(
                "  %s: first stream %s, last stream %s ms (min/median/max of %d rounds)%n",
                event, summary(firsts), summary(lasts), ROUNDS);
    }

    /** The times, sorted, after which the streams of a replica went on elsewhere. */
    private static List<Long> round(Cluster cluster, String prefix, Consumer<Replica> fault) {
        Replica victim = cluster.launch("v").awaitReady();
        new Streams(cluster).addEndless(prefix, STREAMS);
        await().atMost(LIMIT).until(() -> last(cluster, prefix).size() == STREAMS);
        List<Line> moving = last(cluster, prefix).stream()
                .filter(line -> line.pid() == victim.pid())
                .toList();
        long from = System.nanoTime();
        fault.accept(victim);
        await().atMost(LIMIT).until(() -> last(cluster, prefix).stream().noneMatch(line -> line.pid() == victim.pid()));
        Map<String, Line> now = cluster.streams().lastStarts();
        victim.kill();
        return moving.stream()
                .map(line ->
                        Duration.ofNanos(now.get(line.name()).nanos() - from).toMillis())
                .sorted()
                .toList();
    }

    private static List<Line> last(Cluster cluster, String prefix) {
        return cluster.streams().lastStarts().values().stream()
                .filter(line -> line.name().startsWith(prefix))
                .toList();
    }

    private static void addVolatileKeys(Cluster cluster, int count) {
        try (RespConnection redis = new RespConnection(cluster.client().port())) {
            for (int i = 0; i < count; i++) {
                redis.call("SET", "volatile-" + i, "x", "EX", "86400");
            }
        }
    }

    private static String summary(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return "%d/%d/%d".formatted(sorted.get(0), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }
}
