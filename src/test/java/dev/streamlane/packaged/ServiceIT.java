package dev.streamlane.packaged;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import dev.streamlane.testing.RedisServer;
import dev.streamlane.testing.RespConnection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The service as it was packaged, by this build and without any processor: all that it answers. */
@QuarkusIntegrationTest
@QuarkusTestResource(value = PackagedRedis.class, restrictToAnnotatedClass = true)
class ServiceIT {
    /** Where Quarkus' tests make a packaged service write. */
    private static final Path LOG = Path.of("target/quarkus.log");

    private static final String JOB = "{\"payload\":{\"n\":1},\"key\":\"k\"}";

    @TestHTTPResource
    URI service;

    RedisServer redis;

    @Test
    void answersEveryCallOfItsApiWithTheFieldsThatAreDescribed() {
        ApiDescription api = new ApiDescription(
                management().send("GET", "/q/openapi?format=json").json());

        put(api, "/topics/api", "{\"partitions\":2,\"maxLength\":1000,\"overflow\":\"reject\"}", 201);
        put(api, "/topics/api", "{\"partitions\":3}", 200);
        put(api, "/topics/api-2", "{}", 201);
        get(api, "/topics?limit=1");
        get(api, "/topics/api");
        post(api, "/topics/api/jobs", Http.JSON, JOB);
        post(api, "/topics/api/jobs/batch", Http.JSON, "{\"jobs\":[" + JOB + "," + JOB + "]}");
        String once = JOB.replace("\"k\"}", "\"k\",\"idempotencyKey\":\"once\"}");
        for (int i = 0; i < 2; i++) {
            post(api, "/topics/api/jobs", Http.JSON, once);
            post(api, "/topics/api/jobs/batch", Http.JSON, "{\"jobs\":[" + once + "]}");
        }
        String delayed = JOB.replace("\"k\"}", "\"k\",\"delay\":\"PT1H\"}");
        post(api, "/topics/api/jobs", Http.JSON, delayed);
        String cancelled = http().post("/topics/api/jobs", Http.JSON, delayed)
                .json()
                .get("id")
                .asText();
        get(api, "/topics/api/delayed?limit=1");
        String path = "/topics/api/delayed/" + cancelled;
        assertThat(api.saw("DELETE", path, http().send("DELETE", path)).status())
                .isEqualTo(204);
        String schedule = "/topics/api/schedules/daily";
        put(api, schedule, "{\"cron\":\"0 9 * * *\",\"payload\":1,\"key\":\"k\"}", 200);
        put(api, schedule, "{\"cron\":\"0 9 * * *\",\"payload\":{\"k\":1},\"partitionKey\":\"k\"}", 200);
        get(api, schedule);
        put(api, "/topics/api/schedules/monthly", "{\"cron\":\"0 9 1 * *\",\"payload\":1}", 200);
        get(api, "/topics/api/schedules?limit=1");
        assertThat(api.saw("DELETE", schedule, http().send("DELETE", schedule)).status())
                .isEqualTo(204);
        Answer bulk = http().post("/topics/api/jobs", Http.NDJSON, JOB + "\n" + JOB + "\n");
        post(api, "/services/api/streams", Http.JSON, "{\"dataStreamName\":\"a\",\"info\":{\"priority\":\"high\"}}");
        post(api, "/services/api/streams", Http.JSON, "{\"dataStreamName\":\"b\"}");
        get(api, "/services/api/streams?limit=1");
        operateAGroup(api);
        deadLetters(api);
        remove(api, "/topics/api/groups/billing");
        remove(api, "/topics/api-2");
        get(api, "/stats");

        assertThat(bulk.body()).isEqualTo("{\"enqueued\":2}");
        assertThat(api.notCalled()).isEmpty();
        assertThat(api.notSeen(
                        "Enqueued",
                        "BatchAccepted",
                        "TopicList",
                        "TopicView",
                        "StreamAccepted",
                        "ServiceView",
                        "DelayedList",
                        "ScheduleList",
                        "ScheduleView",
                        "DelayedView",
                        "GroupRemoved",
                        "TopicRemoved"))
                .isEmpty();
    }

    private void operateAGroup(ApiDescription api) {
        String group = "/topics/api/groups/billing";
        put(api, group, "{\"start\":\"end\"}", 201);
        post(api, group + "/reset", Http.JSON, "{\"to\":\"beginning\"}");
        for (String call : List.of("/pause", "/resume")) {
            api.saw("POST", group + call, http().send("POST", group + call));
        }
        get(api, group + "?limit=1");
        get(api, "/topics/api/partitions/0/jobs/1-1?group=billing");
    }

    private void remove(ApiDescription api, String path) {
        String confirm = http().send("DELETE", path).json().path("confirm").asText();
        api.saw("DELETE", path, http().send("DELETE", path + "?confirm=" + confirm));
    }

    private void deadLetters(ApiDescription api) {
        String path = "/dead-letters/" + bury("1-1");
        get(api, path);
        get(api, "/dead-letters?limit=1");
        api.saw("POST", path + "/replay", http().send("POST", path + "/replay"));
        String other = "/dead-letters/" + bury("1-2");
        assertThat(api.saw("DELETE", other, http().send("DELETE", other)).status())
                .isEqualTo(204);
        bury("1-3");
        post(api, "/dead-letters/replay", Http.JSON, "{\"topic\":\"api\",\"dryRun\":true}");
        post(api, "/dead-letters/delete", Http.JSON, "{\"topic\":\"api\"}");
    }

    /** Leaves a dead letter as the group of {@link #operateAGroup} does; its id. */
    private String bury(String entryId) {
        try (RespConnection connection = new RespConnection(redis.port())) {
            return (String) connection.call(
                    "XADD",
                    "redisaq:dead_letter",
                    "*",
                    "msg_id",
                    "id-" + entryId,
                    "topic",
                    "api",
                    "payload",
                    "1",
                    "partition",
                    "0",
                    "created_at",
                    "1",
                    "enqueued_at",
                    "1",
                    "timeout",
                    "0",
                    "group",
                    "billing",
                    "stream",
                    "redisaq:api:0",
                    "entry_id",
                    entryId,
                    "attempts",
                    "5",
                    "error",
                    "boom",
                    "failed_at",
                    "2",
                    "consumer",
                    "c");
        }
    }

    @Test
    void saysWhatIsWrongWithEachJobOfABatch() {
        String job = "{\"payload\":1,\"key\":\"%s\"}".formatted("k".repeat(10_000));
        Answer answer = http().post("/topics/errors/jobs/batch", Http.JSON, "{\"jobs\":[" + job + "," + job + "]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.json().path("errors")).as(answer.body()).hasSize(2);
        assertThat(fields(answer.json().path("errors").path(1)))
                .containsExactlyInAnyOrder("index", "field", "limit", "detail");
    }

    @Test
    void saysOfAJobWhoseReplyIsLostThatItMayBeThere() {
        Answer answer = withoutReplies(Http.JSON, JOB);

        assertThat(answer.retryAfter()).isNotEmpty();
        assertThat(account(answer)).containsOnlyKeys("index", "id", "status").containsEntry("status", "unknown");
    }

    @Test
    void saysOfALineWhoseReplyIsLostThatItMayBeThere() {
        Answer answer = withoutReplies(Http.NDJSON, JOB + "\n");

        assertThat(account(answer))
                .containsOnlyKeys("line", "id", "status")
                .containsEntry("line", "1")
                .containsEntry("status", "unknown");
    }

    @Test
    void tellsHowItIsOnTheManagementPort() {
        for (String probe : List.of("live", "ready", "started")) {
            assertThat(management().send("GET", "/q/health/" + probe).status())
                    .as(probe)
                    .isEqualTo(200);
            assertThat(http().send("GET", "/q/health/" + probe).status())
                    .as(probe)
                    .isEqualTo(404);
        }
        assertThat(management().send("GET", "/q/openapi").body()).startsWith("---\nopenapi:");
        http().post("/topics/measured/jobs", Http.JSON, JOB);

        assertThat(management().send("GET", "/q/metrics").body())
                .contains("streamlane_jobs_enqueued_total{")
                .contains("topic=\"measured\"");
    }

    /** Enqueues while Redis takes writes and does not answer them. */
    private Answer withoutReplies(String type, String body) {
        http().post("/topics/pausing/jobs", Http.JSON, JOB);
        try (RespConnection connection = new RespConnection(redis.port())) {
            connection.call("CLIENT", "PAUSE", "60000", "WRITE");
            Answer answer = http().post("/topics/pausing/jobs", type, body);
            connection.call("CLIENT", "UNPAUSE");
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            return answer;
        }
    }

    private static Map<String, String> account(Answer answer) {
        return answer.json().path("account").path(0).properties().stream()
                .collect(toMap(Map.Entry::getKey, field -> field.getValue().asText()));
    }

    private void put(ApiDescription api, String path, String body, int status) {
        Answer answer = http().send("PUT", path, Http.JSON, body.getBytes(StandardCharsets.UTF_8));
        assertThat(api.saw("PUT", path, answer).status()).isEqualTo(status);
    }

    private void get(ApiDescription api, String path) {
        api.saw("GET", path, http().send("GET", path));
    }

    private void post(ApiDescription api, String path, String type, String body) {
        api.saw("POST", path, http().post(path, type, body));
    }

    private static List<String> fields(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    private Http http() {
        return new Http(service);
    }

    /** Where the service says in its log that it listens. */
    private static Http management() {
        try {
            return Pattern.compile("Management interface listening on (http://[0-9.:]+)")
                    .matcher(Files.readString(LOG))
                    .results()
                    .map(match -> new Http(URI.create(match.group(1).replaceFirst("\\.$", ""))))
                    .reduce((earlier, last) -> last)
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
