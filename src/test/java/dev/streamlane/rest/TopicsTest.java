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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class TopicsTest {
    @TestHTTPResource
    URI service;

    @Test
    void aTopicIsCreatedWithWhatIsGivenAndTheInitialSettingsForTheRest() {
        Answer created = put("topics-new", "{\"partitions\":8,\"maxLength\":1000}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().toString())
                .isEqualTo("{\"topic\":\"topics-new\",\"partitions\":8,\"maxLength\":1000,\"overflow\":\"reject\","
                        + "\"ordering\":\"key\",\"maxAttempts\":5,\"maxBacklog\":0}");
        assertThat(http().send("GET", "/topics/topics-new").body())
                .startsWith(created.body().replace("}", ",\"groups\":[],\"lengths\":[{\"partition\":0,\"length\":0},"));
        assertThat(http().send("GET", "/topics").json().get("topics"))
                .extracting(JsonNode::asText)
                .contains("topics-new");
    }

    @Test
    void aTopicGrowsAndTheNextJobsGoToAllOfItsPartitions() {
        put("topics-grown", "{\"partitions\":1}");
        http().post("/topics/topics-grown/jobs", Http.JSON, "{\"payload\":1}");

        assertThat(put("topics-grown", "{\"partitions\":3}").status()).isEqualTo(200);

        assertThat(new int[] {partition("topics-grown"), partition("topics-grown"), partition("topics-grown")})
                .containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void aTopicNeverShrinks() {
        put("topics-shrink", "{\"partitions\":4}");

        Answer refused = put("topics-shrink", "{\"partitions\":3,\"maxLength\":5}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("detail").asText())
                .isEqualTo("topic 'topics-shrink' has 4 partitions, and cannot shrink to 3");
        assertThat(http().send("GET", "/topics/topics-shrink")
                        .json()
                        .get("maxLength")
                        .asInt())
                .isEqualTo(100_000);
    }

    @Test
    void g5AFullTopicIsA429ThatSaysWhyAndWhenToTryAgain() {
        put("topics-full", "{\"partitions\":1,\"maxLength\":2}");
        http().post("/topics/topics-full/jobs/batch", Http.JSON, "{\"jobs\":[{\"payload\":1},{\"payload\":2}]}");

        Answer refused = http().post("/topics/topics-full/jobs", Http.JSON, "{\"payload\":3}");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.contentType()).isEqualTo("application/problem+json");
        assertThat(refused.retryAfter()).isEqualTo("1");
        JsonNode problem = refused.json();
        assertThat(problem.get("topic").asText()).isEqualTo("topics-full");
        assertThat(problem.get("partition").asInt()).isZero();
        assertThat(problem.get("length").asInt()).isEqualTo(2);
        assertThat(problem.get("limit").asInt()).isEqualTo(2);
    }

    @Test
    void anNdjsonStreamThatFillsATopicSaysWhichLinesFit() {
        put("topics-full-lines", "{\"partitions\":1,\"maxLength\":7}");

        Answer refused = http().post("/topics/topics-full-lines/jobs", Http.NDJSON, "{\"payload\":1}\n".repeat(20));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().get("line").asInt()).isEqualTo(8);
        assertThat(refused.json().get("enqueued").asInt()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"partitions":0}      | partitions | 1024                | partitions must be an integer from 1 to 1024
            {"partitions":1025}   | partitions | 1024                | partitions must be an integer from 1 to 1024
            {"partitions":"4"}    | partitions | 1024                | partitions must be an integer
            {"maxLength":-1}      | maxLength  | 9223372036854775807 | maxLength must be an integer from 0
            {"maxLength":1e3}     | maxLength  | 9223372036854775807 | maxLength must be an integer from 0
            {"overflow":"drop"}   | overflow   |                     | overflow must be "reject" or "trim"
            {"maxBacklog":-1}     | maxBacklog | 9223372036854775807 | maxBacklog must be an integer from 0
            {"ordering":"none"}   | ordering   |                     | unknown field 'ordering'
            []                    | partitions |                     | the body must be an object
            """)
    void settingsOutOfTheirLimitsAreA400(String body, String field, Long limit, String sentence) {
        Answer refused = put("topics-bad", body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().get("field").asText()).isEqualTo(field);
        assertThat(
                        refused.json().path("limit").isMissingNode()
                                ? null
                                : refused.json().get("limit").asLong())
                .isEqualTo(limit);
        assertThat(refused.json().get("detail").asText()).contains(sentence);
    }

    private int partition(String topic) {
        return http().post("/topics/" + topic + "/jobs", Http.JSON, "{\"payload\":1}")
                .json()
                .get("partition")
                .asInt();
    }

    private Answer put(String topic, String body) {
        return http().send("PUT", "/topics/" + topic, Http.JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    private Http http() {
        return new Http(service);
    }
}
