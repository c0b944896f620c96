package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class DeadLettersTest {
    @TestHTTPResource
    URI service;

    @Inject
    Redis redis;

    @Test
    void aLetterIsListedWithoutItsPayloadAndShownWithAll() {
        DeadLetterScene scene = scene("dl-show");
        String id = scene.letter(
                "g",
                "7-1",
                "IllegalStateException: no such user",
                "msg_id",
                "m",
                "payload",
                "{\"a\": 1.50, \"b\": 1e400}",
                "key",
                "ü",
                "headers",
                "{\"h\":\"1\"}",
                "timeout",
                "30");

        JsonNode listed = list("?topic=dl-show").get("deadLetters").get(0);
        Answer shown = scene.get("/dead-letters/" + id);

        assertThat(listed.toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"topic\":\"dl-show\",\"partition\":0,\"group\":\"g\","
                        + "\"entryId\":\"7-1\",\"jobId\":\"m\",\"key\":\"ü\",\"attempts\":5,"
                        + "\"error\":\"IllegalStateException: no such user\","
                        + "\"failedAt\":\"2025-11-22T03:20:00.123Z\",\"consumer\":\"ann\"}");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body())
                .contains("\"payload\":{\"a\": 1.50, \"b\": 1e400}", "\"headers\":{\"h\":\"1\"}")
                .contains("\"fields\":{\"timeout\":\"30\"}");
    }

    @Test
    void whatIsNoJsonIsShownAsText() {
        String id = scene("dl-odd").letter("g", "7-1", "undecodable", "payload", "{nonsense");

        assertThat(scene("dl-odd")
                        .get("/dead-letters/" + id)
                        .json()
                        .get("payload")
                        .asText())
                .isEqualTo("{nonsense");
    }

    @Test
    void aLetterOfAServiceIsListedWithIt() {
        String id = scene("dl-service").assignment("7-1", "{\"DataStreamName\":\"a\"}");

        JsonNode listed = list("?group=dl-service-group").get("deadLetters").get(0);

        assertThat(listed.get("service").asText()).isEqualTo("dl-service");
        assertThat(listed.has("topic")).isFalse();
        assertThat(scene("dl-service").get("/dead-letters/" + id).body())
                .contains("\"assignment\":{\"DataStreamName\":\"a\"}");
    }

    @Test
    void aLineThatStandsThereTwiceIsListedOnce() {
        scene("dl-twice").letter("7-1");
        String newer = scene("dl-twice").letter("7-1");

        JsonNode listed = list("?topic=dl-twice").get("deadLetters");

        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("id").asText()).isEqualTo(newer);
    }

    @Test
    void pagesAreTheNewestFirstAndFollowEachOther() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            ids.add(0, scene("dl-pages").letter(i + "-1"));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = list("?topic=dl-pages&limit=10" + cursor);
            page.get("deadLetters").forEach(letter -> seen.add(letter.get("id").asText()));
            assertThat(page.get("total").asInt()).isGreaterThanOrEqualTo(25);
            cursor = page.has("cursor") ? "&cursor=" + page.get("cursor").asText() : null;
        } while (cursor != null);

        assertThat(seen).isEqualTo(ids);
    }

    @Test
    void filtersByErrorAndTime() {
        DeadLetterScene scene = scene("dl-filter");
        String first = scene.letter("g", "1-1", "first error", "payload", "1");
        String later = scene.letter("g", "2-1", "other", "payload", "1");
        long time = Long.parseLong(later.split("-")[0]);

        assertThat(ids("?topic=dl-filter&error=first%20err")).containsExactly(first);
        assertThat(ids("?topic=dl-filter&from=" + Instant.ofEpochMilli(time + 1000)))
                .isEmpty();
        assertThat(ids("?topic=dl-filter&from=" + Instant.ofEpochMilli(time))).contains(later);
        assertThat(ids("?topic=dl-filter&to=" + Instant.ofEpochMilli(time + 1))).containsExactly(later, first);
        assertThat(ids("?topic=dl-filter&group=other")).isEmpty();
        assertThat(ids("?cursor=0-0")).isEmpty();
        assertThat(ids("?to=1969-01-01T00:00:00Z")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            topic=a%20b,      topic
            group=,           group
            error=,           error
            from=yesterday,   from
            to=1763781600,    to
            to=+1000000000-12-31T23:59:59Z, to
            cursor=5,         cursor
            limit=0,          limit
            limit=1001,       limit
            state=dead,       state
            """)
    void anIllegalParameterIsA400ThatNamesIt(String query, String field) {
        Answer refused = scene("dl-bad").get("/dead-letters?" + query.replace("+", "%2B"));

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.contentType()).isEqualTo("application/problem+json");
        assertThat(refused.json().get("field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,1-1,404",
        "DELETE,1-1,404",
        "POST,1-1/replay,404",
        "GET,x,400",
        "DELETE,1,400",
        "POST,1-x/replay,400"
    })
    void whatIsNotThereIsA404AndWhatIsNoIdA400(String method, String path, int status) {
        Answer refused = new Http(service).send(method, "/dead-letters/" + path);

        assertThat(refused.status()).as(refused.body()).isEqualTo(status);
        if (status == 404) {
            assertThat(refused.json().get("type").asText()).isEqualTo("urn:streamlane:problem:unknown-dead-letter");
        }
    }

    @Test
    void aLetterIsDeletedOnce() {
        DeadLetterScene scene = scene("dl-delete");
        String id = scene.letter("7-1");

        assertThat(scene.http().send("DELETE", "/dead-letters/" + id).status()).isEqualTo(204);
        assertThat(scene.http().send("DELETE", "/dead-letters/" + id).status()).isEqualTo(404);
        assertThat(scene.isThere(id)).isFalse();
    }

    private DeadLetterScene scene(String name) {
        return new DeadLetterScene(new Http(service), redis, name);
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        list(query)
                .get("deadLetters")
                .forEach(letter -> ids.add(letter.get("id").asText()));
        return ids;
    }

    private JsonNode list(String query) {
        Answer answer = new Http(service).send("GET", "/dead-letters" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }
}
