package dev.streamlane.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.packaged.Ledger.Line;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A job that ends its process, among others that run beside it. */
class PoisonIT {
    private static final int JOBS = 64;
    private static final int POISON = 31;
    private static final int MAX_ATTEMPTS = 3;

    @Test
    void aJobThatHaltsTheJvmBecomesTheOnlyDeadLetterAndAllItsNeighboursAreDoneG6() {
        Map<String, String> settings = Map.of("STREAMLANE_TOPICS_MAX_ATTEMPTS", String.valueOf(MAX_ATTEMPTS));
        // One partition, so that all of them start in one step and run in one process.
        try (Cluster cluster = new Cluster("poison", 1, Duration.ofSeconds(2), settings)) {
            List.of("a", "b", "c").forEach(cluster::launch);
            cluster.alive().forEach(Replica::awaitReady);
            cluster.alive().get(0).post("/topics/ledger/jobs/batch", batch());

            await("all neighbours are done and a dead letter is there")
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> {
                        List.of("a", "b", "c").forEach(name -> restartIfDead(cluster, name));
                        return cluster.ledger().completed() >= JOBS - 1 && cluster.deadLetters() > 0;
                    });

            cluster.awaitNothingLeft();
            List<Line> poison = cluster.ledger().lines(line -> line.key().equals("poison"));
            assertThat(cluster.deadLetters()).isEqualTo(1);
            assertThat(String.valueOf(cluster.client().call("XRANGE", "redisaq:dead_letter", "-", "+")))
                    .contains(poison.get(0).entryId());
            assertThat(poison)
                    .as("each start ended a process")
                    .hasSize(MAX_ATTEMPTS)
                    .noneMatch(Line::done);
            assertThat(cluster.ledger().completions().stream().map(Line::key).distinct())
                    .hasSize(JOBS - 1);
            assertThat(cluster.ledger().starts())
                    .filteredOn(start -> start.pid() == poison.get(0).pid())
                    .as("neighbours that ran beside it")
                    .hasSize(JOBS);
        }
    }

    private static void restartIfDead(Cluster cluster, String name) {
        if (cluster.alive().stream().noneMatch(replica -> replica.name().equals(name))) {
            cluster.launch(name);
        }
    }

    private static String batch() {
        return IntStream.range(0, JOBS)
                .mapToObj(i -> i == POISON ? Jobs.job("poison", 0, 100, "HALT") : Jobs.job("good-" + i, 0, 150, "DONE"))
                .collect(Collectors.joining(",", "{\"jobs\":[", "]}"));
    }
}
