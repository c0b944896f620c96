package dev.streamlane.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.packaged.Feeder.Load;
import dev.streamlane.packaged.Replica.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A Redis that forgets its scripts, forgets everything, or goes away, while jobs are enqueued and processed. */
class RedisOutageIT {
    private static final Duration TTL = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration OUTAGE = Duration.ofSeconds(5);

    @Test
    void losesNothingWhenRedisForgetsItsScriptsUnderLoadG7() {
        try (Cluster cluster = new Cluster("outage-script-flush", 4, TTL, Map.of())) {
            List<Replica> replicas = cluster.start("a", "b");
            Load load = new Load("key-", 100, 30, 5, 500);
            try (Feeder feeder = Feeder.start(cluster, load)) {
                for (int jobs = 500; jobs <= 2500; jobs += 500) {
                    feeder.awaitCompleted(jobs);
                    cluster.client().call("SCRIPT", "FLUSH");
                }
                feeder.awaitAll();
                assertThat(feeder.refused()).isZero();
            }
            cluster.awaitNothingLeft();

            LedgerChecks checks = new LedgerChecks(cluster.ledger());
            checks.completeAndInOrder("key-", load.keys(), load.perKey());
            assertThat(checks.repeated()).isEmpty();
            assertThat(replicas).allMatch(Replica::ready);
        }
    }

    @Test
    void resumesByItselfWhenRedisForgetsEverythingUnderLoadG7() {
        try (Cluster cluster = new Cluster("outage-flushall", 4, TTL, Map.of())) {
            List<Replica> replicas = cluster.start("a", "b");
            Load before = new Load("before-", 100, 100, 10, 500);
            try (Feeder feeder = Feeder.start(cluster, before)) {
                feeder.awaitCompleted(1000);
                cluster.client().call("FLUSHALL");
            }
            worksAsBefore(cluster, replicas);
        }
    }

    @Test
    void holdsWithoutABusyLoopWhileRedisIsAwayAndResumesByItselfOnAnEmptyOneG7() {
        try (Cluster cluster = new Cluster("outage-restart", 4, TTL, Map.of())) {
            List<Replica> replicas = cluster.start("a", "b");
            Load before = new Load("before-", 100, 100, 10, 500);
            try (Feeder feeder = Feeder.start(cluster, before)) {
                feeder.awaitCompleted(1000);
                cluster.redis().stop();
            }
            await("readiness is down").atMost(LIMIT).until(() -> replicas.stream()
                    .allMatch(replica -> replica.readiness() == 503));
            Answer refusal = replicas.get(0)
                    .post("/topics/ledger/jobs/batch", "{\"jobs\":[" + Jobs.job("key", 0, 0, "DONE") + "]}");
            assertThat(refusal.status()).as(refusal.body()).isEqualTo(503);
            assertThat(refusal.headers()).containsKey("retry-after");

            long outage = System.nanoTime();
            List<Duration> cpu = replicas.stream().map(Replica::cpu).toList();
            await("they live on")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .during(OUTAGE)
                    .until(() -> replicas.stream().allMatch(replica -> replica.liveness() == 200));
            for (int i = 0; i < replicas.size(); i++) {
                Duration used = replicas.get(i).cpu().minus(cpu.get(i));
                Duration passed = Duration.ofNanos(System.nanoTime() - outage);
                System.out.printf(
                        "%d ms of processor time in an outage of %d ms%n", used.toMillis(), passed.toMillis());
                assertThat(used).as("processor time").isLessThan(passed.dividedBy(4));
            }

            cluster.redis().restartEmpty();
            worksAsBefore(cluster, replicas);
        }
    }

    /** The same processes share the partitions again, under higher epochs, and process what is enqueued now. */
    private static void worksAsBefore(Cluster cluster, List<Replica> replicas) {
        cluster.awaitOwners("a", "b");
        await("readiness is up").atMost(LIMIT).until(() -> replicas.stream().allMatch(Replica::ready));
        Load after = new Load("after-", 100, 10, 5, 500);
        try (Feeder feeder = Feeder.start(cluster, after)) {
            feeder.awaitAll();
        }
        cluster.awaitNothingLeft();
        LedgerChecks checks = new LedgerChecks(cluster.ledger());
        checks.completeAndInOrder("after-", after.keys(), after.perKey());
        checks.epochsNeverFall(Set.of());
        assertThat(cluster.alive()).isEqualTo(replicas);
    }
}
