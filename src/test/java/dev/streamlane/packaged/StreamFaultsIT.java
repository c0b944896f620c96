package dev.streamlane.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Three replicas with data streams under their processors, of which every one is hit by a fault of its own. */
class StreamFaultsIT {
    private static final int COUNT = 300;
    private static final int ENTRIES = 20;
    private static final int MILLIS = 100;

    @Test
    void
            eachStreamIsDoneOnceOrContinuedFromItsCheckpointAndNoneIsForgottenWhileReplicasAreKilledStoppedAndTerminated() {
        Map<String, String> settings =
                Map.of("STREAMLANE_STREAMS_LOCK_TTL", "2s", "STREAMLANE_STREAMS_MAX_STREAMS", "20");
        try (Cluster cluster = new Cluster("stream-faults", 3, Duration.ofSeconds(2), settings)) {
            List<Replica> replicas = cluster.start("a", "b", "c");
            Replica killed = replicas.get(0);
            Replica stopped = replicas.get(1);
            Replica terminated = replicas.get(2);
            Streams streams = new Streams(cluster);
            streams.add("s-", COUNT, ENTRIES, MILLIS);

            streams.awaitDone(40);
            killed.kill();
            cluster.launch("d");
            streams.awaitDone(100);
            stopped.pause();
            await("others have what the stopped one had")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> streams.pendingOf(stopped) == 0);
            stopped.resume();
            streams.awaitDone(180);
            terminated.terminate();
            cluster.launch("e");
            streams.awaitDone(COUNT);
            streams.awaitNothingLeft();

            StreamChecks checks = new StreamChecks(cluster.streams());
            System.out.printf(
                    "%d streams, %d started again, shares %s%n", COUNT, checks.restarts(), checks.shares("s-"));
            checks.allDone("s-", COUNT, ENTRIES);
            checks.againOnlyAfterFaultsOf(Set.of(killed.pid(), stopped.pid(), terminated.pid()));
            checks.continuedFromCheckpoints();
            checks.attemptsUpTo(3);
            assertThat(checks.restarts()).as("streams that were hit").isGreaterThan(20);
            assertThat(cluster.deadLetters()).isZero();
        }
    }
}
