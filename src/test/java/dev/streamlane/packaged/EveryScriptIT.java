package dev.streamlane.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.deploy.Scrape;
import dev.streamlane.packaged.Replica.Answer;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.RespConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two replicas that come to do everything there is to do, as a user of Redis that may do no more: the package misses no
 * script and no metric, the user no permission, and no record that shows what is processed misses a field.
 */
class EveryScriptIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** 128 and the number of SIGTERM. */
    private static final int TERMINATED = 143;

    @Test
    void runsEveryScriptIsRefusedNothingShowsAllThatItDoesAndEndsInGoodOrder() throws IOException {
        Map<String, String> settings = Map.of(
                "QUARKUS_CONFIG_LOCATIONS", limits(),
                "STREAMLANE_TOPICS_MAX_LENGTH", "20",
                "STREAMLANE_STREAMS_LOCK_TTL", "2s",
                "STREAMLANE_STREAMS_MAX_ATTEMPTS", "2");
        try (Cluster cluster = new Cluster("every-script", 2, Duration.ofSeconds(2), settings)) {
            ServiceUser user = new ServiceUser(cluster.client());
            cluster.set("QUARKUS_REDIS_HOSTS", user.create(List.of("done-*", "failing-*", "waiting-*")));
            List<Replica> replicas = cluster.start("a", "b");
            Replica gateway = replicas.get(0);
            changeTopic(gateway.http());
            gateway.post("/services/added/streams", "{\"dataStreamName\":\"a\"}");
            processJobs(cluster, gateway);
            operateGroups(cluster, gateway);
            delayJobs(cluster, gateway);
            schedule(cluster, gateway);
            processStreams(cluster);
            replay(cluster, gateway);
            remove(gateway.http());
            loseAnAnswer(cluster, gateway);
            showsWhatIsMonitored(gateway);
            Replica restarted = restartOneThatHasStreams(cluster, replicas);
            showsAll(restarted);

            restarted.terminate();
            await("it has ended").atMost(LIMIT).until(() -> !restarted.alive());
            assertThat(restarted.exitStatus()).isEqualTo(TERMINATED);
            assertThat(restarted.log()).contains("left group", "stopped in");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(unknownScripts(cluster)).isEmpty());
            assertThat(user.refusals()).isEmpty();
        }
    }

    /** Environment variables cannot name a topic and group. */
    private static String limits() throws IOException {
        String group = "streamlane.groups.\"ledger/" + Cluster.GROUP + "\".";
        Path file = Path.of("target", "limits.properties").toAbsolutePath();
        Files.writeString(file, group + "max-concurrent=60\n" + group + "max-rate=10000\n");
        return file.toString();
    }

    private static void changeTopic(Http http) {
        for (int partitions = 1; partitions <= 2; partitions++) {
            String body = "{\"partitions\":%d}".formatted(partitions);
            http.send("PUT", "/topics/changed", Http.JSON, body.getBytes(StandardCharsets.UTF_8));
        }
        String once = "{\"payload\":1,\"idempotencyKey\":\"once\"}";
        assertThat(http.post("/topics/changed/jobs", Http.JSON, once).status()).isEqualTo(202);
    }

    /** More than are kept, and one that is discarded. */
    private static void processJobs(Cluster cluster, Replica replica) {
        for (int batch = 0; batch < 3; batch++) {
            int n = batch;
            replica.post(
                    "/topics/ledger/jobs/batch",
                    IntStream.range(0, 20)
                            .mapToObj(i -> Jobs.job("key-" + i, n, 0, i == n ? "DISCARD" : "DONE"))
                            .collect(Collectors.joining(",", "{\"jobs\":[", "]}")));
            await("a batch is done").atMost(LIMIT).until(() -> cluster.ledger().completed() == 19 * (n + 1));
        }
        await("dead letters").atMost(LIMIT).until(() -> cluster.deadLetters() == 3);
    }

    /** All that was enqueued is done, so that nothing is to be processed again. */
    private static void operateGroups(Cluster cluster, Replica replica) {
        String group = "/topics/ledger/groups/" + Cluster.GROUP;
        for (String call : List.of("/pause", "/resume")) {
            assertThat(replica.http().send("POST", group + call).status()).isEqualTo(200);
        }
        List<Ledger.Line> completions = cluster.ledger().completions();
        Ledger.Line done = completions.get(completions.size() - 1);
        String job = "/topics/ledger/partitions/" + done.partition() + "/jobs/" + done.entryId();
        assertThat(replica.http().send("GET", job).body()).contains("\"state\":\"");
        byte[] start = "{\"start\":\"end\"}".getBytes(StandardCharsets.UTF_8);
        replica.http().send("PUT", "/topics/ledger/groups/later", Http.JSON, start);
        replica.post(group + "/reset", "{\"to\":\"end\"}");
        await("the reset is carried out")
                .atMost(LIMIT)
                .until(() -> replica.http()
                                .send("GET", group)
                                .json()
                                .path("reset")
                                .path("done")
                                .asInt()
                        == 2);
    }

    /** One that is due, one that is shown and cancelled, and one that all replicas see waiting. */
    private static void delayJobs(Cluster cluster, Replica replica) {
        int before = cluster.ledger().completed();
        replica.post("/topics/ledger/jobs", Jobs.delayed("delayed", 0, "PT0.1S"));
        Answer later = replica.post("/topics/ledger/jobs", Jobs.delayed("delayed", 1, "PT1H"));
        String id = Jobs.id(later);
        assertThat(replica.http().send("GET", "/topics/ledger/delayed").body()).contains(id);
        assertThat(replica.http().send("DELETE", "/topics/ledger/delayed/" + id).status())
                .isEqualTo(204);
        replica.post("/topics/ledger/jobs", Jobs.delayed("delayed", 2, "PT1H"));
        await("a delayed job is done")
                .atMost(LIMIT)
                .until(() -> cluster.ledger().completed() == before + 1);
    }

    /** One that ticks each second, for a while. */
    private static void schedule(Cluster cluster, Replica replica) {
        int before = cluster.ledger().lines().size();
        String path = "/topics/ledger/schedules/each-second";
        String body = "{\"cron\":\"* * * * * *\",\"key\":\"tick\",\"payload\":{\"n\":0}}";
        replica.http().send("PUT", path, Http.JSON, body.getBytes(StandardCharsets.UTF_8));
        await("a tick").atMost(LIMIT).until(() -> cluster.ledger().lines().size() >= before + 2);
        assertThat(replica.http().send("DELETE", path).status()).isEqualTo(204);
    }

    /** Some that come to their end, some that save a checkpoint and wait for more, and one that fails. */
    private static void processStreams(Cluster cluster) {
        Streams streams = new Streams(cluster);
        streams.add("done-", 4, 2, 0);
        cluster.client().call("XADD", "failing-0", "1-1", "millis", "none");
        streams.addEndless("failing-", 1);
        for (int i = 0; i < 4; i++) {
            cluster.client().call("XADD", "waiting-" + i, "1-1", "millis", "0");
        }
        streams.addEndless("waiting-", 4);
        cluster.client().call("XADD", "nobody-input", "*", "lbs-input", "no JSON");
        streams.awaitDone(4);
        await("a dead letter").atMost(LIMIT).until(() -> cluster.deadLetters() == 4);
    }

    /** It is discarded again. */
    private static void replay(Cluster cluster, Replica replica) {
        replica.post("/dead-letters/replay", "{\"topic\":\"ledger\",\"limit\":1}");
        await("a job that was replayed is dead").atMost(LIMIT).untilAsserted(() -> assertThat(
                        replica.get("/dead-letters?topic=ledger", LIMIT).body())
                .contains("\"onlyGroup\":\"streamlane\"", "\"origin\":\"redisaq:ledger:"));
        assertThat(cluster.deadLetters()).isEqualTo(4);
        await("a scrape counts them").atMost(LIMIT).untilAsserted(() -> assertThat(
                        replica.management("/q/metrics").body())
                .contains("streamlane_dead_letters 4.0"));
    }

    /** What nobody is at, after a look at what somebody is. */
    private static void remove(Http http) {
        Http.Answer live = http.send("DELETE", "/topics/ledger/groups/" + Cluster.GROUP);
        assertThat(live.status()).isEqualTo(409);
        assertThat(live.json().path("consumers")).extracting(JsonNode::asText).containsExactly("a", "b");
        for (String path : List.of("/topics/ledger/groups/later", "/topics/changed")) {
            String confirm = http.send("DELETE", path).json().path("confirm").asText();
            assertThat(http.send("DELETE", path + "?confirm=" + confirm).status())
                    .isEqualTo(200);
        }
    }

    /** A stream is read in the name of a replica that does not hear of it. */
    private static void loseAnAnswer(Cluster cluster, Replica replica) {
        try (RespConnection redis = new RespConnection(cluster.client().port())) {
            redis.call("MULTI");
            redis.call("XADD", "ledger-input", "*", "lbs-input", "{\"DataStreamName\":\"waiting-4\"}");
            String consumer = "redis-consumer-" + replica.name();
            redis.call("XREADGROUP", "GROUP", "ledger-group", consumer, "STREAMS", "ledger-input", ">");
            redis.call("EXEC");
        }
        await("it is noticed")
                .atMost(LIMIT)
                .until(() -> cluster.streams().lastStarts().containsKey("waiting-4"));
    }

    /** The new one finds what its predecessor had. */
    private static Replica restartOneThatHasStreams(Cluster cluster, List<Replica> replicas) {
        Replica killed = replicas.stream()
                .filter(replica -> new Streams(cluster).pendingOf(replica) > 0)
                .findFirst()
                .orElseThrow();
        killed.kill();
        return cluster.launch(killed.name()).awaitReady();
    }

    private static void showsWhatIsMonitored(Replica replica) {
        await().atMost(LIMIT).untilAsserted(() -> {
            Scrape scrape = Scrape.of(replica.management("/q/metrics").body());
            scrape.knowsWhatRulesAskFor();
            scrape.knowsWhatTheDashboardAsksFor();
            assertThat(scrape.metrics()).containsKeys("process_cpu_usage", "jvm_memory_used_bytes");
        });
    }

    private static void showsAll(Replica replica) throws IOException {
        ApiDescription api = new ApiDescription(new ObjectMapper()
                .readTree(replica.management("/q/openapi?format=json").body()));
        await().atMost(LIMIT).untilAsserted(() -> {
            for (String path : List.of("/stats", "/services/ledger/streams", "/services/nobody/streams")) {
                api.saw("GET", path, replica.http().send("GET", path));
            }
            assertThat(api.notSeen("StatsView", "TopicActivity", "ServiceActivity", "RecentActivity"))
                    .isEmpty();
            assertThat(api.notSeen("ProcessingTime", "StreamView")).isEmpty();
        });
    }

    /** Redis knows a script from its first call on. */
    private static List<String> unknownScripts(Cluster cluster) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/lua"))) {
            for (Path script : (Iterable<Path>) scripts::iterator) {
                files.put(sha1(Files.readAllBytes(script)), script.getFileName().toString());
            }
        }
        assertThat(files).isNotEmpty();
        return files.entrySet().stream()
                .filter(script -> cluster.client()
                        .texts("SCRIPT", "EXISTS", script.getKey())
                        .equals(List.of("0")))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
