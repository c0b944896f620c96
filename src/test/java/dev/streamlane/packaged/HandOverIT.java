package dev.streamlane.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.packaged.Feeder.Load;
import dev.streamlane.packaged.Ledger.Line;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Replicas that come and go in good order. The TTL is long, so that nothing here can come from its end. */
class HandOverIT {
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MILLIS = 300;

    /** Without a key, so that each goes to another partition. */
    private static final String HANGING = "{\"payload\":{\"n\":0,\"millis\":0,\"end\":\"HANG\"}}";

    @Test
    void onSigtermReadinessGoesDownRunningJobsEndAndAnotherReplicaContinuesWithinASecondG4() {
        try (Cluster cluster = new Cluster("hand-over-sigterm", 4, TTL, Map.of())) {
            Replica leaving = cluster.start("a", "b").get(0);
            List<Integer> moving = cluster.ownedBy("a");
            Load load = new Load("key-", 40, 12, MILLIS, 200);
            try (Feeder feeder = Feeder.start(cluster, load)) {
                feeder.awaitCompleted(80);

                leaving.terminate();

                await("readiness is down while jobs still run")
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> leaving.readiness() == 503);
                await("it has ended").atMost(LIMIT).until(() -> !leaving.alive());
                feeder.awaitAll();
            }
            cluster.awaitNothingLeft();

            LedgerChecks checks = new LedgerChecks(cluster.ledger());
            checks.completeAndInOrder("key-", load.keys(), load.perKey());
            assertThat(checks.repeated())
                    .as("every job that ran has ended and was acknowledged")
                    .isEmpty();
            assertThat(leaving.log()).contains("left group").doesNotContain("run out by themselves");
            for (int partition : moving) {
                assertThat(pause(cluster.ledger(), partition, leaving.pid()))
                        .as("pause of partition %d after the last job of the one that left", partition)
                        .isLessThan(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void aJobThatIgnoresItsInterruptHoldsUpNeitherTheStopNorItsPartitionAndItsSuccessorHasAHigherEpochG2() {
        Map<String, String> settings = Map.of(
                "STREAMLANE_CONSUMER_DRAIN_TIMEOUT", "500ms",
                "STREAMLANE_CONSUMER_ABANDON_TIMEOUT", "500ms");
        try (Cluster cluster = new Cluster("hand-over-hang", 2, TTL, settings)) {
            Replica leaving = cluster.start("a", "b").get(0);
            leaving.post("/topics/ledger/jobs/batch", "{\"jobs\":[%1$s,%1$s]}".formatted(HANGING));
            await("both hang")
                    .atMost(LIMIT)
                    .until(() -> cluster.ledger().starts().size() == 2);

            leaving.terminate();

            await("another replica has it")
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> cluster.ledger().starts().size() == 3);
            await("it has ended").atMost(Duration.ofSeconds(10)).until(() -> !leaving.alive());
            List<Line> starts = List.copyOf(
                            new LedgerChecks(cluster.ledger()).repeated().values())
                    .get(0);
            assertThat(starts.get(0).pid()).isEqualTo(leaving.pid());
            assertThat(starts.get(1).epoch()).isGreaterThan(starts.get(0).epoch());
        }
    }

    @Test
    void aRestartWithinTheRejoinTimeoutMovesNoPartitionUnderStaticMembership() {
        Map<String, String> settings = Map.of("STREAMLANE_MEMBERSHIP", "static", "STREAMLANE_REJOIN_TIMEOUT", "60s");
        try (Cluster cluster = new Cluster("hand-over-static", 4, TTL, settings)) {
            Replica restarted = cluster.start("a", "b").get(0);
            Map<Integer, String> before = cluster.owners();
            Object generation = generation(cluster);
            Load load = new Load("key-", 40, 12, 10, 200);
            try (Feeder feeder = Feeder.start(cluster, load)) {
                feeder.awaitCompleted(80);

                restarted.terminate();
                await("it has ended").atMost(LIMIT).until(() -> !restarted.alive());
                cluster.launch("a").awaitReady();
                cluster.awaitOwners("a", "b");
                feeder.awaitAll();
            }

            assertThat(cluster.owners()).isEqualTo(before);
            assertThat(generation(cluster))
                    .as("nobody has even proposed another target")
                    .isEqualTo(generation);
            new LedgerChecks(cluster.ledger()).completeAndInOrder("key-", load.keys(), load.perKey());
        }
    }

    /** From the last completion by the old owner to the first start by the new one. */
    private static Duration pause(Ledger ledger, int partition, long oldOwner) {
        List<Line> lines = ledger.lines(line -> line.partition() == partition);
        Line last = lines.stream()
                .filter(line -> line.done() && line.pid() == oldOwner)
                .max(Comparator.comparingLong(Line::nanos))
                .orElseThrow();
        Line next = lines.stream()
                .filter(line -> !line.done() && line.pid() != oldOwner && line.nanos() > last.nanos())
                .findFirst()
                .orElseThrow();
        return Duration.ofNanos(next.nanos() - last.nanos());
    }

    private static Object generation(Cluster cluster) {
        return cluster.client().call("HGET", "redisaq:{ledger}:target:streamlane", "generation");
    }
}
