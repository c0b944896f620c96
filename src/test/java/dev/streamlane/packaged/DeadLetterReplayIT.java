package dev.streamlane.packaged;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.packaged.Ledger.Line;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.RespConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Dead letters of two groups of one topic, replayed by a replica that is killed in the middle of it. */
class DeadLetterReplayIT {
    private static final int LETTERS = 600;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String DEAD = "redisaq:dead_letter";

    @Test
    void aLetterIsThereOrItsJobIsProcessedByItsGroupAndNeverByTheOtherG1() {
        try (Cluster cluster = new Cluster("dead-letter-replay", 4, Duration.ofSeconds(2), Map.of())) {
            Path file = cluster.ledger().file().resolveSibling("other.txt");
            Ledger other = new Ledger(file);
            cluster.launch("c", Map.of("POD_NAME", "c", "STREAMLANE_GROUP", "other", "LEDGER_FILE", file.toString()));
            List<Replica> replicas = cluster.start("a", "b");
            cluster.byName("c").awaitReady();
            Set<String> ours = letters(cluster, Cluster.GROUP, "ours");
            Set<String> theirs = letters(cluster, "other", "theirs");

            CompletableFuture<Void> broken = CompletableFuture.runAsync(
                    () -> replicas.get(0).post("/dead-letters/replay", "{\"group\":\"streamlane\",\"rate\":300}"));
            await("some are replayed").atMost(LIMIT).until(() -> cluster.deadLetters() < 2 * LETTERS - 100);
            replicas.get(0).kill();
            broken.join();

            long left = cluster.deadLetters() - LETTERS;
            assertThat(left).as("letters that are left").isBetween(1L, LETTERS - 100L);
            Set<String> still = bodies(cluster, DEAD);
            assertThat(union(still, written(cluster))).containsAll(ours).containsAll(theirs);
            replayAll(replicas.get(1).http(), Cluster.GROUP);
            replayAll(replicas.get(1).http(), "other");
            assertThat(cluster.deadLetters()).isZero();
            await("all are processed")
                    .atMost(LIMIT)
                    .until(() -> cluster.ledger().completed() >= LETTERS && other.completed() >= LETTERS);
            cluster.awaitNothingLeft();

            assertThat(ids(cluster.ledger().completions())).isEqualTo(ours);
            assertThat(ids(other.completions())).isEqualTo(theirs);
            assertThat(ids(cluster.ledger().starts())).doesNotContainAnyElementsOf(theirs);
            assertThat(ids(other.starts())).doesNotContainAnyElementsOf(ours);
            assertThat(entries(cluster)).as("entries").isEqualTo(2L * LETTERS);
        }
    }

    /** What a burial would have written; the ids of the jobs. */
    private static Set<String> letters(Cluster cluster, String group, String name) {
        try (RespConnection redis = new RespConnection(cluster.client().port())) {
            return IntStream.range(0, LETTERS)
                    .mapToObj(i -> {
                        String id = name + "-" + i;
                        String payload = "{\"n\":%d,\"millis\":0,\"end\":\"DONE\"}".formatted(i);
                        redis.call(
                                "XADD",
                                DEAD,
                                "*",
                                "msg_id",
                                id,
                                "topic",
                                Cluster.TOPIC,
                                "payload",
                                payload,
                                "key",
                                name,
                                "created_at",
                                "1795341080",
                                "timeout",
                                "0",
                                "group",
                                group,
                                "stream",
                                cluster.stream(i % 4),
                                "entry_id",
                                (i + 1) + "-7",
                                "attempts",
                                "5",
                                "error",
                                "boom",
                                "failed_at",
                                "1795341080.5",
                                "consumer",
                                "z");
                        return id;
                    })
                    .collect(toSet());
        }
    }

    private static void replayAll(Http http, String group) {
        String body = "{\"group\":\"%s\"}".formatted(group);
        JsonNode answer = http.post("/dead-letters/replay", Http.JSON, body).json();
        assertThat(answer.get("left").asInt()).as("%s", answer).isZero();
        assertThat(answer.has("cursor")).as("%s", answer).isFalse();
    }

    private static Set<String> written(Cluster cluster) {
        return IntStream.range(0, 4)
                .mapToObj(partition -> bodies(cluster, cluster.stream(partition)))
                .flatMap(Set::stream)
                .collect(toSet());
    }

    private static long entries(Cluster cluster) {
        return IntStream.range(0, 4)
                .mapToLong(partition -> (Long) cluster.client().call("XLEN", cluster.stream(partition)))
                .sum();
    }

    /** The ids of the jobs in a stream. */
    private static Set<String> bodies(Cluster cluster, String stream) {
        return ((List<?>) cluster.client().call("XRANGE", stream, "-", "+"))
                .stream()
                        .map(entry -> (List<?>) ((List<?>) entry).get(1))
                        .map(fields -> String.valueOf(fields.get(fields.indexOf("msg_id") + 1)))
                        .collect(toSet());
    }

    private static Set<String> ids(List<Line> lines) {
        return lines.stream().map(Line::id).collect(toSet());
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }
}
