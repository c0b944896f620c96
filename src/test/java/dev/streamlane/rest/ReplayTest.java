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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ReplayTest {
    @TestHTTPResource
    URI service;

    @Inject
    Redis redis;

    @Test
    void aJobIsInItsTopicAgainAndNoDeadLetterAnyMore() {
        DeadLetterScene scene = scene("rp-one").withTopic("g");
        String id = scene.letter("g", "7-1", "boom", "msg_id", "m", "payload", "{\"n\":1}", "key", "k");

        Answer answer = replay(scene, id);

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().get("id").asText()).isEqualTo("m");
        assertThat(answer.json().get("partition").asInt()).isZero();
        assertThat(answer.json().get("group").asText()).isEqualTo("g");
        assertThat(scene.isThere(id)).isFalse();
        assertThat(scene.entries(scene.stream()))
                .singleElement()
                .asString()
                .startsWith("[msg_id, m, payload, {\"n\":1}, key, k, partition, 0, only_group, g, origin,"
                        + " redisaq:rp-one:0 7-1, enqueued_at, ");
        assertThat(replay(scene, id).status()).isEqualTo(404);
    }

    @Test
    void aLineThatStandsThereTwiceIsReplayedOnce() {
        DeadLetterScene scene = scene("rp-twice").withTopic("g");
        String first = scene.letter("7-1");
        String second = scene.letter("7-1");

        assertThat(replay(scene, first).json().has("entryId")).isTrue();
        assertThat(replay(scene, second).json().has("entryId")).isFalse();

        assertThat(scene.entries(scene.stream())).hasSize(1);
        assertThat(scene.isThere(second)).isFalse();
    }

    @Test
    void anAssignmentIsOnItsServiceAgain() {
        DeadLetterScene scene = scene("rp-service");
        String id = scene.assignment("7-1", "{\"DataStreamName\":\"a\"}");

        Answer answer = replay(scene, id);

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().get("service").asText()).isEqualTo("rp-service");
        assertThat(scene.entries("rp-service-input")).containsExactly("[lbs-input, {\"DataStreamName\":\"a\"}]");
        assertThat(scene.isThere(id)).isFalse();
    }

    @Test
    void whatCannotGoBackIsA409AndStays() {
        DeadLetterScene scene = scene("rp-gone");
        String id = scene.letter("7-1");

        Answer noTopic = replay(scene, id);
        scene.withTopic("other");
        Answer noGroup = replay(scene, id);

        assertThat(List.of(noTopic.status(), noGroup.status())).containsOnly(409);
        assertThat(noTopic.json().get("type").asText()).isEqualTo("urn:streamlane:problem:not-replayable");
        assertThat(noTopic.json().get("detail").asText()).isEqualTo("there is no topic 'rp-gone' any more");
        assertThat(noGroup.json().get("detail").asText())
                .isEqualTo("topic 'rp-gone' has no group 'g' any more, and nobody else may process the job");
        assertThat(scene.isThere(id)).isTrue();
    }

    @Test
    void aFullTopicIsA429AndTheLetterStays() {
        DeadLetterScene scene = scene("rp-full").withTopic("g");
        scene.run("HSET", "redisaq:{rp-full}:settings", "max_length", "1");
        scene.run("XADD", scene.stream(), "*", "payload", "1");
        String id = scene.letter("7-1");

        Answer answer = replay(scene, id);

        assertThat(answer.status()).as(answer.body()).isEqualTo(429);
        assertThat(answer.retryAfter()).isEqualTo("5");
        assertThat(answer.json().get("type").asText()).isEqualTo("urn:streamlane:problem:topic-full");
        assertThat(answer.json().get("pinnedBy").asText()).isEqualTo("g");
        assertThat(scene.isThere(id)).isTrue();
    }

    @Test
    void manyAreReplayedTheOldestFirstInParts() {
        DeadLetterScene scene = scene("rp-many").withTopic("g");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            ids.add(scene.letter(i + "-1"));
        }
        String other = scene("rp-many-other").letter("7-1");

        JsonNode dry = json(scene.bulk("replay", "{\"topic\":\"rp-many\",\"dryRun\":true}"));
        JsonNode first = json(scene.bulk("replay", "{\"topic\":\"rp-many\",\"limit\":20}"));
        JsonNode second = json(scene.bulk(
                "replay",
                "{\"topic\":\"rp-many\",\"limit\":20,\"cursor\":\"%s\"}"
                        .formatted(first.get("cursor").asText())));

        assertThat(dry.toString())
                .isEqualTo("{\"dryRun\":true,\"matched\":25,\"replayed\":25,\"left\":0,\"reasons\":[]}");
        assertThat(first.get("replayed").asInt()).isEqualTo(20);
        assertThat(first.get("cursor").asText()).isEqualTo(ids.get(19));
        assertThat(second.toString())
                .isEqualTo("{\"dryRun\":false,\"matched\":5,\"replayed\":5,\"left\":0,\"reasons\":[]}");
        assertThat(scene.entries(scene.stream())).hasSize(25);
        assertThat(scene.entries(scene.stream()).get(24)).contains("msg_id, job-24-1,");
        assertThat(scene.isThere(other)).isTrue();
    }

    @Test
    void whatIsLeftIsCountedWithItsReason() {
        DeadLetterScene scene = scene("rp-left");
        String id = scene.letter("7-1");
        scene.letter("8-1");

        JsonNode answer = json(scene.bulk("replay", "{\"topic\":\"rp-left\"}"));

        assertThat(answer.get("matched").asInt()).isEqualTo(2);
        assertThat(answer.get("left").asInt()).isEqualTo(2);
        assertThat(answer.get("reasons").toString())
                .isEqualTo("[{\"detail\":\"there is no topic 'rp-left' any more\",\"count\":2,\"example\":\"" + id
                        + "\"}]");
    }

    @Test
    void manyAreDeleted() {
        DeadLetterScene scene = scene("rp-delete");
        String boom = scene.letter("7-1");
        String other = scene.letter("g", "8-1", "other", "payload", "1");

        JsonNode dry = json(scene.bulk("delete", "{\"topic\":\"rp-delete\",\"error\":\"boom\",\"dryRun\":true}"));
        assertThat(dry.toString()).isEqualTo("{\"dryRun\":true,\"matched\":1,\"deleted\":1,\"left\":0}");
        assertThat(scene.isThere(boom)).isTrue();
        JsonNode answer = json(scene.bulk("delete", "{\"topic\":\"rp-delete\",\"error\":\"boom\",\"rate\":100}"));

        assertThat(answer.get("deleted").asInt()).isEqualTo(1);
        assertThat(scene.isThere(boom)).isFalse();
        assertThat(scene.isThere(other)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", textBlock = """
            {}                            | topic  | none
            {"limit":5}                   | topic  | none
            []                            | topic  | none
            {"topic":"a b"}               | topic  | 1 to 128 characters out of A-Z, a-z, 0-9, '.', '_' and '-', but not '.' or '..'
            {"topic":5}                   | topic  | none
            {"topic":"a","limit":0}       | limit  | 10000
            {"topic":"a","limit":1.5}     | limit  | 10000
            {"topic":"a","limit":10001}   | limit  | 10000
            {"topic":"a","rate":0}        | rate   | 10000
            {"topic":"a","rate":"x"}      | rate   | 10000
            {"topic":"a","dryRun":"yes"}  | dryRun | none
            {"topic":"a","cursor":"x"}    | cursor | none
            {"topic":"a","from":"x"}      | from   | none
            {"topic":"a","filter":{}}     | filter | none
            {"group":""}                  | group  | 256
            """)
    void anIllegalRequestIsA400ThatNamesFieldAndLimit(String body, String field, String limit) {
        for (String what : List.of("replay", "delete")) {
            Answer refused = scene("rp-bad").bulk(what, body);

            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.json().get("field").asText()).isEqualTo(field);
            assertThat(refused.json().path("limit").asText()).isEqualTo(limit == null ? "" : limit);
        }
    }

    private DeadLetterScene scene(String name) {
        return new DeadLetterScene(new Http(service), redis, name);
    }

    private static Answer replay(DeadLetterScene scene, String id) {
        return scene.http().send("POST", "/dead-letters/" + id + "/replay");
    }

    private static JsonNode json(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }
}
