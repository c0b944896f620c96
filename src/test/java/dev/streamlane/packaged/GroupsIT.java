package dev.streamlane.packaged;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A group that is paused and put back while its replicas are killed. */
class GroupsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration TTL = Duration.ofSeconds(2);
    private static final String GROUP = "/topics/ledger/groups/" + Cluster.GROUP;
    private static final int JOBS = 400;

    @Test
    void aPauseAndAResetOutliveTheReplicasThatWereAtThemAndLoseNothing() {
        try (Cluster cluster = new Cluster("groups", 4, TTL, Map.of())) {
            cluster.start("a", "b");
            Replica gateway = cluster.byName("a");
            gateway.post("/topics/ledger/jobs/batch", batch());
            await("some are done").atMost(LIMIT).until(() -> cluster.ledger().completed() > 20);

            assertThat(gateway.http().send("POST", GROUP + "/pause").status()).isEqualTo(200);
            pausedMeans(cluster, () -> {
                cluster.byName("b").kill();
                cluster.launch("c").awaitReady();
                cluster.awaitOwners("a", "c");
            });

            assertThat(gateway.http().send("POST", GROUP + "/resume").status()).isEqualTo(200);
            await("all are done").atMost(LIMIT).until(() -> cluster.ledger().completed() == JOBS);
            cluster.awaitNothingLeft();

            int before = cluster.ledger().completions().size();
            gateway.post(GROUP + "/reset", "{\"to\":\"beginning\"}");
            cluster.byName("c").kill();

            await("all are done again")
                    .atMost(LIMIT)
                    .until(() -> cluster.ledger().completions().stream()
                                    .skip(before)
                                    .map(Ledger.Line::task)
                                    .distinct()
                                    .count()
                            == JOBS);
            cluster.awaitNothingLeft();
            JsonNode group = gateway.http().send("GET", GROUP).json();
            assertThat(group.path("reset").path("done").asInt()).isEqualTo(4);
            assertThat(cluster.deadLetters()).isZero();
            assertThat(cluster.ledger().completions().stream().collect(groupingBy(Ledger.Line::task, counting())))
                    .as("each at least twice")
                    .hasSize(JOBS)
                    .allSatisfy((task, times) -> assertThat(times).isGreaterThanOrEqualTo(2));
        }
    }

    /** A start that Redis allowed before the pause may still be on its way to its replica, for the time of an answer. */
    private static void pausedMeans(Cluster cluster, Runnable whatHappens) {
        await("what was allowed has started")
                .during(Duration.ofMillis(500))
                .atMost(LIMIT)
                .until(() -> {
                    int starts = cluster.ledger().starts().size();
                    return starts == cluster.ledger().starts().size();
                });
        int starts = cluster.ledger().starts().size();
        assertThat(starts).isLessThan(JOBS);
        whatHappens.run();
        assertThat(cluster.ledger().starts()).as("starts while paused").hasSize(starts);
        assertThat(cluster.byName("a").management("/q/health/ready").body()).contains("paused");
    }

    private static String batch() {
        return IntStream.range(0, JOBS)
                .mapToObj(i -> Jobs.job("key-" + i % 40, i / 40, 20, "DONE"))
                .collect(joining(",", "{\"jobs\":[", "]}"));
    }
}
