package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class GroupsTest {
    private static final String GROUP = "/topics/groups-t/groups/billing";

    @TestHTTPResource
    URI service;

    @Inject
    RedisDataSource redis;

    @Test
    void aGroupIsPausedAndGoesOn() {
        create();

        assertThat(send("POST", GROUP + "/pause").body())
                .isEqualTo("{\"topic\":\"groups-t\",\"group\":\"billing\",\"paused\":true}");
        assertThat(send("GET", GROUP).json().get("paused").asBoolean()).isTrue();

        assertThat(send("POST", GROUP + "/resume").json().get("paused").asBoolean())
                .isFalse();
        assertThat(send("GET", GROUP).json().get("paused").asBoolean()).isFalse();
    }

    @Test
    void aGroupIsCreatedOnceAndWhereItIsToldTo() {
        put("/topics/groups-new", "{\"partitions\":2}");
        String path = "/topics/groups-new/groups/late";

        assertThat(put(path, "{\"start\":\"end\"}").status()).isEqualTo(201);
        assertThat(put(path, "{\"start\":\"end\"}").status()).isEqualTo(200);
        Answer elsewhere = put(path, "{}");

        assertThat(elsewhere.status()).isEqualTo(409);
        assertThat(elsewhere.json().get("start").asText()).isEqualTo("end");
        assertThat(send("GET", path).json().get("members")).isEmpty();
    }

    @Test
    void theSamePlaceInOtherWordsIsTheSamePlace() {
        create();
        String path = "/topics/groups-t/groups/late";
        put(path, "{\"start\":\"2026-01-01T00:00:00Z\"}");

        assertThat(put(path, "{\"start\":\"2026-01-01T00:00:00.000Z\"}").status())
                .isEqualTo(200);
        assertThat(put(path, "{\"start\":\"1767225600000-0\"}").status()).isEqualTo(200);
        assertThat(put(path, "{\"start\":\"1767225600000-1\"}").status()).isEqualTo(409);
    }

    @Test
    void aResetOfAGroupWithoutMembersIsLeftToTheNextOne() {
        create();

        Answer asked = new Http(service).post(GROUP + "/reset", Http.JSON, "{\"to\":\"2026-01-01T00:00:00Z\"}");

        assertThat(asked.status()).as(asked.body()).isEqualTo(202);
        JsonNode reset = send("GET", GROUP).json().get("reset");
        assertThat(reset).isEqualTo(asked.json());
        assertThat(reset.get("of").asInt()).isEqualTo(3);
        assertThat(reset.get("by").asText()).isEqualTo("next member");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"to":"tomorrow"}              | to must be "beginning", "end", an instant
            {"to":"2999-01-01T00:00:00Z"}  | that is not in the future
            {"to":5}                       | to must be a string
            {"start":"end"}                | unknown field 'start'
            []                             | the body must be an object
            {}                             | to must be
            """)
    void aResetToNowhereIsA400(String body, String sentence) {
        create();

        Answer refused = new Http(service).post(GROUP + "/reset", Http.JSON, body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().get("detail").asText()).contains(sentence);
    }

    @Test
    void itsPartitionsComePageByPage() {
        create();

        JsonNode first = send("GET", GROUP + "?limit=2").json();
        JsonNode last = send(
                        "GET", GROUP + "?limit=2&cursor=" + first.get("next").asText())
                .json();

        assertThat(first.get("partitions")).hasSize(2);
        assertThat(last.get("partitions")).hasSize(1);
        assertThat(last.get("partitions").get(0).get("partition").asInt()).isEqualTo(2);
        assertThat(last.has("next")).isFalse();
    }

    @Test
    void topicsComePageByPage() {
        create();
        put("/topics/groups-u", "{\"partitions\":2}");

        JsonNode page = send("GET", "/topics?limit=1&cursor=groups-t").json();

        assertThat(page.toString()).startsWith("{\"topics\":[\"groups-u\"]");
        JsonNode topic = send("GET", "/topics/groups-u?limit=1").json();
        assertThat(topic.get("lengths")).hasSize(1);
        assertThat(topic.get("next").asText()).isEqualTo("1");
    }

    @Test
    void aJobThatNobodyHasReadIsQueued() {
        create();
        String job = "{\"payload\":1}";
        JsonNode enqueued =
                new Http(service).post("/topics/groups-t/jobs", Http.JSON, job).json();
        String path = "/topics/groups-t/partitions/" + enqueued.get("partition").asInt() + "/jobs/"
                + enqueued.get("entryId").asText();

        assertThat(send("GET", path + "?group=billing").json().get("state").asText())
                .isEqualTo("queued");
        assertThat(send("GET", path).status()).as("the default group").isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,  /topics/groups-t/groups/none,                             404, unknown-group
            POST, /topics/groups-t/groups/none/pause,                       404, unknown-group
            POST, /topics/groups-none/groups/billing/resume,                404, unknown-group
            GET,  /topics/groups-t/groups/a%20b,                            400, invalid-request
            GET,  /topics/groups-t/groups/billing?limit=257,                400, invalid-request
            GET,  /topics/groups-t/groups/billing?cursor=x,                 400, invalid-request
            GET,  /topics?limit=0,                                          400, invalid-request
            GET,  /topics/groups-t?cursor=-1,                               400, invalid-request
            GET,  /topics/groups-t/partitions/3/jobs/1-1?group=billing,     400, invalid-request
            GET,  /topics/groups-t/partitions/0/jobs/1?group=billing,       400, invalid-request
            GET,  /topics/groups-t/partitions/0/jobs/1-1?group=none,        404, unknown-group
            GET,  /topics/groups-none/partitions/0/jobs/1-1?group=billing,  404, unknown-topic
            """)
    void whatDoesNotExistOrIsOutOfItsLimitsIsAProblem(String method, String path, int status, String kind) {
        create();

        Answer answer = send(method, path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("type").asText()).endsWith(":" + kind);
    }

    private void create() {
        put("/topics/groups-t", "{\"partitions\":3}");
        redis.execute("SADD", "redisaq:{groups-t}:groups", "billing");
    }

    private Answer put(String path, String body) {
        return new Http(service).send("PUT", path, Http.JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    private Answer send(String method, String path) {
        return new Http(service).send(method, path);
    }
}
