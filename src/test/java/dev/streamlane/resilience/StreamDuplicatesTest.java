package dev.streamlane.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Entries of one name on several replicas. */
class StreamDuplicatesTest {
    private static final int ROUNDS = 5;

    /** Whoever finds them by his beats only is late by half of this each time. */
    private static final Duration INTERVAL = StreamStage.TTL.dividedBy(3);

    @RegisterExtension
    static final StreamStage STAGE = new StreamStage();

    private final Semaphore ends = new Semaphore(0);

    @Test
    void theNextOfANameBeginsAtOnceWhicheverReplicaHasTheFirst() {
        List<StreamReplica> replicas = Stream.of("one", "two", "three")
                .map(id -> STAGE.replica(id, stream -> ends.acquire()))
                .toList();
        for (int i = 0; i <= ROUNDS; i++) {
            STAGE.run("XADD", "orders-input", "*", "lbs-input", "{\"DataStreamName\":\"same\"}");
        }

        Duration late = Duration.ZERO;
        for (int round = 1; round <= ROUNDS; round++) {
            replicas.forEach(replica -> STAGE.awaitBeats(replica, 2));
            assertThat(starts(replicas)).isEqualTo(round);
            long ended = System.nanoTime();
            ends.release();
            int next = round + 1;
            await().atMost(StreamStage.LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> starts(replicas) == next);
            late = late.plusNanos(System.nanoTime() - ended);
        }

        assertThat(late).as("in all").isLessThan(INTERVAL);
        ends.release();
        STAGE.awaitNothingLeft();
    }

    private static int starts(List<StreamReplica> replicas) {
        return replicas.stream()
                .mapToInt(replica -> STAGE.journal().starts(replica.id()).size())
                .sum();
    }
}
