package dev.streamlane.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.packaged.Feeder.Load;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Three replicas under load, of which every one is hit by a fault of its own. */
class ReplicaFaultsIT {
    private static final int CONCURRENCY = 32;
    private static final Load LOAD = new Load("key-", 500, 40, 40, 3000);

    @Test
    void losesNothingG1WritesUnderCurrentLeasesOnlyG2AndKeepsKeysInOrderG3WhileReplicasAreKilledStoppedAndTerminated() {
        Map<String, String> settings = Map.of(
                "STREAMLANE_CONSUMER_MAX_CONCURRENCY", String.valueOf(CONCURRENCY),
                "STREAMLANE_CONSUMER_BATCH_SIZE", String.valueOf(CONCURRENCY));
        try (Cluster cluster = new Cluster("replica-faults", 8, Duration.ofSeconds(2), settings);
                Trace trace = new Trace(cluster.client());
                Feeder feeder = start(cluster)) {
            List<Replica> replicas = cluster.alive();
            Replica killed = replicas.get(0);
            Replica stopped = replicas.get(1);
            Replica terminated = replicas.get(2);

            feeder.awaitCompleted(2000);
            killed.kill();
            cluster.launch("d");
            feeder.awaitCompleted(6000);
            stopped.pause();
            await("others own what the stopped one had")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> cluster.ownedBy("b").isEmpty());
            stopped.resume();
            feeder.awaitCompleted(12_000);
            terminated.terminate();
            cluster.launch("e");
            feeder.awaitAll();
            cluster.awaitNothingLeft();
            await().until(() -> !terminated.alive());
            trace.finish();

            LedgerChecks checks = new LedgerChecks(cluster.ledger());
            System.out.printf(
                    "%d jobs, %d requests not accepted, %d starts, %d completions, %d entries started again, "
                            + "%d leases taken, %d calls refused as stale%n",
                    LOAD.jobs(),
                    feeder.refused(),
                    cluster.ledger().starts().size(),
                    cluster.ledger().completions().size(),
                    checks.repeated().size(),
                    trace.tenures(),
                    trace.refused());
            checks.completeAndInOrder("key-", LOAD.keys(), LOAD.perKey());
            checks.repeatedOnlyAfterFaultsOf(Set.of(killed.pid(), stopped.pid()), 2 * CONCURRENCY);
            checks.epochsNeverFall(Set.of(stopped.pid()));
            checks.attemptsUpTo(3);
            assertThat(trace.violations()).isEmpty();
            assertThat(trace.started()).containsAll(checks.entries(cluster, false));
            assertThat(checks.entries(cluster, true)).containsAll(trace.acknowledged());
            assertThat(trace.acknowledged()).hasSizeGreaterThanOrEqualTo(LOAD.jobs());
            assertThat(cluster.deadLetters()).isZero();
            assertThat(List.of("d", "e", "b")).containsAll(cluster.owners().values());
        }
    }

    private static Feeder start(Cluster cluster) {
        cluster.start("a", "b", "c");
        return Feeder.start(cluster, LOAD);
    }
}
