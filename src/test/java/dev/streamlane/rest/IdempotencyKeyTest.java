package dev.streamlane.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class IdempotencyKeyTest {
    private static final String JSON = "application/json";

    @Test
    void aRepetitionIsAnsweredWithTheFirstJob() {
        String id = one("once-a", "k-1", "{\"payload\":1}")
                .statusCode(202)
                .body("repeated", nullValue())
                .extract()
                .path("id");

        one("once-a", "\"k-1\"", "{\"payload\":1}").statusCode(202).body("id", equalTo(id), "repeated", equalTo(true));
        post("once-a", "/jobs", JSON, "{\"payload\":1,\"idempotencyKey\":\"k-1\"}")
                .body("id", equalTo(id));
    }

    @Test
    void theSameKeyWithAnotherBodyIsA422() {
        one("once-b", "k-1", "{\"payload\":1}").statusCode(202);

        one("once-b", "k-1", "{\"payload\":2}")
                .statusCode(422)
                .body("type", equalTo("urn:streamlane:problem:idempotency-conflict"))
                .body("field", equalTo("idempotencyKey"));
    }

    @Test
    void whatCannotBeMeantIsA400() {
        one("once-c", "k-1", "{\"payload\":1,\"idempotencyKey\":\"k-1\"}")
                .statusCode(400)
                .body("detail", containsString("exclude each other"));
        one("once-c", "k".repeat(256), "{\"payload\":1}").statusCode(400).body("limit", equalTo(255));
        one("once-c", "\"\"", "{\"payload\":1}").statusCode(400);
        given().contentType(JSON + "; charset=utf-8")
                .header("Idempotency-Key", "k")
                .body("{\"jobs\":[{\"payload\":1}]}".getBytes(StandardCharsets.UTF_8))
                .post("/topics/once-c/jobs/batch")
                .then()
                .statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"delay\":\"PT1H\"", "\"runAt\":\"2020-01-31T08:00:00Z\""})
    void aJobThatIsDelayedCannotHaveAnIdempotencyKey(String delayed) {
        String job = "{\"payload\":1," + delayed;

        one("once-f", "k-1", job + "}").statusCode(400).body("field", equalTo("idempotencyKey"));
        batch("once-f", "{\"payload\":1}," + job + ",\"idempotencyKey\":\"k-1\"}")
                .statusCode(400)
                .body("field", equalTo("idempotencyKey"), "index", equalTo(1));
        given().get("/topics/once-f").then().statusCode(404);
        one("once-g", "k-1", "{\"payload\":1,\"delay\":\"PT0S\"}").statusCode(202);
    }

    @Test
    void aBatchSaysWhichJobsWereThereAndWhichKeysAreOfOthers() {
        String first = "{\"payload\":1,\"idempotencyKey\":\"a\"},{\"payload\":2,\"idempotencyKey\":\"b\"}";
        batch("once-d", first).statusCode(202).body("ids", hasSize(2), "repeated", nullValue());

        batch("once-d", "{\"payload\":3}," + first).statusCode(202).body("repeated", equalTo(List.of(1, 2)));
        batch("once-d", "{\"payload\":3},{\"payload\":4,\"idempotencyKey\":\"b\"}")
                .statusCode(422)
                .body("index", equalTo(1));
    }

    @Test
    void aLineWithAUsedKeyEndsAnNdjsonStreamAndARepetitionDoesNot() {
        String lines = "{\"payload\":1,\"idempotencyKey\":\"a\"}\n{\"payload\":2,\"idempotencyKey\":\"b\"}\n";
        post("once-e", "/jobs", "application/x-ndjson", lines).statusCode(202);
        post("once-e", "/jobs", "application/x-ndjson", lines).statusCode(202).body("enqueued", equalTo(2));

        post("once-e", "/jobs", "application/x-ndjson", lines + "{\"payload\":3,\"idempotencyKey\":\"b\"}\n")
                .statusCode(422)
                .body("line", equalTo(3), "enqueued", equalTo(2));
    }

    private static ValidatableResponse one(String topic, String key, String body) {
        return given().contentType(JSON + "; charset=utf-8")
                .header("Idempotency-Key", key)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/topics/" + topic + "/jobs")
                .then();
    }

    private static ValidatableResponse batch(String topic, String jobs) {
        return post(topic, "/jobs/batch", JSON, "{\"jobs\":[" + jobs + "]}");
    }

    private static ValidatableResponse post(String topic, String path, String type, String body) {
        return given().contentType(type + "; charset=utf-8")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/topics/" + topic + path)
                .then();
    }
}
