package dev.streamlane.packaged;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.packaged.Replica.Answer;
import dev.streamlane.testing.Http;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Delayed jobs and schedules, of which those who move them are killed in the middle. */
class DelayedIT {
    private static final int JOBS = 200;
    private static final Duration EACH = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String EACH_SECOND =
            "{\"cron\":\"* * * * * *\",\"missed\":\"all\",\"key\":\"tick\",\"payload\":{\"n\":0}}";

    @Test
    void g1EachDelayedJobAndEachTickEntersOnceWhileReplicasAreKilled() {
        try (Cluster cluster = new Cluster("delayed", 4, Duration.ofSeconds(2), Map.of())) {
            List<Replica> replicas = cluster.start("a", "b");
            Http http = replicas.get(0).http();
            http.send(
                    "PUT",
                    "/topics/ledger/schedules/each-second",
                    Http.JSON,
                    EACH_SECOND.getBytes(StandardCharsets.UTF_8));
            long first = time(cluster) + 1500;
            Answer answer = replicas.get(0).post("/topics/ledger/jobs/batch", batch(first));
            assertThat(answer.status()).as(answer.body()).isEqualTo(202);

            awaitDone(cluster, JOBS / 2);
            replicas.get(0).kill();
            Replica third = cluster.launch("c");
            awaitDone(cluster, JOBS * 3 / 4);
            third.awaitReady();
            replicas.get(1).kill();
            awaitDone(cluster, JOBS);
            third.http().send("DELETE", "/topics/ledger/schedules/each-second");

            Map<Integer, List<Long>> entered = new TreeMap<>();
            List<Instant> ticks = new ArrayList<>();
            for (int partition = 0; partition < 4; partition++) {
                read(cluster, partition, entered, ticks);
            }
            assertThat(entered.values()).hasSize(JOBS).allMatch(times -> times.size() == 1);
            List<Long> late = entered.entrySet().stream()
                    .map(job -> job.getValue().get(0) - first - job.getKey() * EACH.toMillis())
                    .sorted()
                    .toList();
            System.out.printf(
                    "%d delayed jobs entered %d ms (median), %d ms (p99), at most %d ms late%n",
                    JOBS, late.get(JOBS / 2), late.get(JOBS * 99 / 100), late.get(JOBS - 1));
            assertThat(late.get(0)).isNotNegative();
            assertThat(late.get(JOBS / 2)).isLessThan(50);
            ticks.sort(null);
            assertThat(ticks).hasSizeGreaterThan(8);
            assertThat(ticks)
                    .isEqualTo(IntStream.range(0, ticks.size())
                            .mapToObj(n -> ticks.get(0).plusSeconds(n))
                            .toList());
        }
    }

    private static String batch(long first) {
        return IntStream.range(0, JOBS)
                .mapToObj(n -> "{\"key\":\"key-%d\",\"payload\":{\"n\":%d},\"runAt\":\"%s\"}"
                        .formatted(n, n, Instant.ofEpochMilli(first + n * EACH.toMillis())))
                .collect(joining(",", "{\"jobs\":[", "]}"));
    }

    private static void awaitDone(Cluster cluster, int jobs) {
        await(jobs + " delayed jobs are done")
                .atMost(LIMIT)
                .until(() -> cluster.ledger().completions().stream()
                                .filter(line -> line.key().startsWith("key-"))
                                .map(Ledger.Line::key)
                                .distinct()
                                .count()
                        >= jobs);
    }

    /** The time of each delayed job's entry, and the ticks. */
    private static void read(Cluster cluster, int partition, Map<Integer, List<Long>> entered, List<Instant> ticks) {
        for (Object read : (List<?>) cluster.client().call("XRANGE", cluster.stream(partition), "-", "+")) {
            List<?> entry = (List<?>) read;
            List<?> fields = (List<?>) entry.get(1);
            String key = String.valueOf(fields.get(fields.indexOf("key") + 1));
            long time = Long.parseLong(String.valueOf(entry.get(0)).split("-")[0]);
            if (key.startsWith("key-")) {
                entered.computeIfAbsent(Integer.valueOf(key.substring(4)), n -> new ArrayList<>())
                        .add(time);
            } else {
                String headers = String.valueOf(fields.get(fields.indexOf("headers") + 1));
                ticks.add(Instant.parse(headers.replaceFirst(".*\"streamlane-tick\":\"([^\"]+)\".*", "$1")));
            }
        }
    }

    private static long time(Cluster cluster) {
        List<String> time = cluster.client().texts("TIME");
        return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
    }
}
