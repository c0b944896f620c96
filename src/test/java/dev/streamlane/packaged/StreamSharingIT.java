package dev.streamlane.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.packaged.StreamLedger.Event;
import dev.streamlane.packaged.StreamLedger.Line;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who gets which streams when replicas come and go in good order. Locks hold for long, so that nothing comes from their end. */
class StreamSharingIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int COUNT = 300;

    @Test
    void idleReplicasShareStreamsOneAddedLaterGetsItsShareAndWhatOneHadGoesOnElsewhereWithinASecondOfSigterm() {
        Map<String, String> settings = Map.of("STREAMLANE_STREAMS_LOCK_TTL", "30s");
        try (Cluster cluster = new Cluster("stream-sharing", 3, Duration.ofSeconds(30), settings)) {
            List<Replica> replicas = cluster.start("a", "b", "c");
            Streams streams = new Streams(cluster);
            StreamChecks checks = new StreamChecks(cluster.streams());

            streams.add("first-", COUNT, 1, 500);
            streams.awaitDone(COUNT);
            Map<Long, Long> first = checks.shares("first-");
            Replica later = cluster.launch("d").awaitReady();
            streams.add("then-", COUNT, 1, 500);
            streams.awaitDone(2 * COUNT);
            Map<Long, Long> then = checks.shares("then-");
            System.out.printf("%d streams each, by process: %s, then %s%n", COUNT, first, then);

            assertThat(first).hasSize(replicas.size()).allSatisfy((pid, share) -> assertThat(share)
                    .isLessThanOrEqualTo(COUNT * 40 / 100));
            assertThat(then).allSatisfy((pid, share) -> assertThat(share).isLessThanOrEqualTo(COUNT * 40 / 100));
            assertThat(then.get(later.pid())).as("share of the one added later").isGreaterThan(COUNT * 15 / 100);
            assertThat(checks.restarts()).isZero();

            streams.addEndless("held-", 40);
            await("all are held").atMost(LIMIT).until(() -> held(cluster).size() == 40);
            List<Line> moving = held(cluster).stream()
                    .filter(line -> line.pid() == later.pid())
                    .toList();
            assertThat(moving).isNotEmpty();
            long terminated = System.nanoTime();
            later.terminate();

            await("they go on elsewhere").atMost(LIMIT).until(() -> held(cluster).stream()
                    .noneMatch(line -> line.pid() == later.pid()));
            Map<String, Line> now = cluster.streams().lastStarts();
            assertThat(moving).allSatisfy(line -> {
                Line next = now.get(line.name());
                assertThat(Duration.ofNanos(next.nanos() - terminated)).isLessThan(Duration.ofSeconds(1));
                assertThat(next.attempt()).isEqualTo(1);
                assertThat(next.epoch()).isGreaterThan(line.epoch());
            });
            assertThat(cluster.streams().lines(Event.START)).hasSize(2 * COUNT + 40 + moving.size());
            await().atMost(LIMIT).until(() -> !later.alive());
        }
    }

    /** The last start of each stream that is held for good. */
    private static List<Line> held(Cluster cluster) {
        return cluster.streams().lastStarts().values().stream()
                .filter(line -> line.name().startsWith("held-"))
                .toList();
    }
}
