package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MaxBacklogTest {
    private static final String JOB = "{\"payload\":1}";

    @TestHTTPResource
    URI service;

    @Test
    void g8MoreThanAGroupMayHaveUnfinishedIsA429ThatSaysWhenToTryAgain() {
        put("/topics/behind", "{\"partitions\":2,\"maxBacklog\":3}");
        put("/topics/behind/groups/slow", "{\"start\":\"beginning\"}");
        for (int i = 0; i < 3; i++) {
            assertThat(post("/topics/behind/jobs", JOB).status()).isEqualTo(202);
        }

        Answer refused = post("/topics/behind/jobs", JOB);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.contentType()).isEqualTo("application/problem+json");
        assertThat(refused.retryAfter()).as("nothing drains").isEqualTo("10");
        JsonNode problem = refused.json();
        assertThat(problem.get("type").asText()).isEqualTo("urn:streamlane:problem:backlog-exceeded");
        assertThat(problem.get("topic").asText()).isEqualTo("behind");
        assertThat(problem.get("group").asText()).isEqualTo("slow");
        assertThat(problem.get("backlog").asInt()).isEqualTo(3);
        assertThat(problem.get("limit").asInt()).isEqualTo(3);
        assertThat(lengths("behind")).isEqualTo(3);
    }

    @Test
    void ofABatchThatDoesNotFitNothingIsEnqueued() {
        put("/topics/behind-batch", "{\"partitions\":2,\"maxBacklog\":3}");
        String two = "{\"jobs\":[" + JOB + "," + JOB + "]}";
        assertThat(post("/topics/behind-batch/jobs/batch", two).status()).isEqualTo(202);

        Answer refused = post("/topics/behind-batch/jobs/batch", two);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().has("group")).as("nobody has a group yet").isFalse();
        assertThat(lengths("behind-batch")).isEqualTo(2);
        assertThat(post("/topics/behind-batch/jobs", "{\"payload\":1,\"delay\":\"PT1H\"}")
                        .status())
                .as("what is delayed is no backlog yet")
                .isEqualTo(202);
    }

    @Test
    void ofAnNdjsonStreamExactlyTheLinesThatFitAreEnqueued() {
        put("/topics/behind-lines", "{\"partitions\":4,\"maxBacklog\":7}");

        Answer refused = new Http(service).post("/topics/behind-lines/jobs", Http.NDJSON, (JOB + "\n").repeat(20));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.retryAfter()).isEqualTo("10");
        assertThat(refused.json().get("line").asInt()).isEqualTo(8);
        assertThat(refused.json().get("enqueued").asInt()).isEqualTo(7);
        assertThat(lengths("behind-lines")).isEqualTo(7);
    }

    @Test
    void aHigherLimitCountsAtOnce() {
        put("/topics/behind-raised", "{\"maxBacklog\":1}");
        post("/topics/behind-raised/jobs", JOB);
        assertThat(post("/topics/behind-raised/jobs", JOB).status()).isEqualTo(429);

        assertThat(put("/topics/behind-raised", "{\"maxBacklog\":0}")
                        .json()
                        .get("maxBacklog")
                        .asInt())
                .isZero();

        assertThat(post("/topics/behind-raised/jobs", JOB).status()).isEqualTo(202);
    }

    private int lengths(String topic) {
        int all = 0;
        for (JsonNode partition :
                new Http(service).send("GET", "/topics/" + topic).json().get("lengths")) {
            all += partition.get("length").asInt();
        }
        return all;
    }

    private Answer post(String path, String body) {
        return new Http(service).post(path, Http.JSON, body);
    }

    private Answer put(String path, String body) {
        return new Http(service).send("PUT", path, Http.JSON, body.getBytes(StandardCharsets.UTF_8));
    }
}
