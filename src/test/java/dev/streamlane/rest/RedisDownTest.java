package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import dev.streamlane.testing.OwnRedis;
import dev.streamlane.testing.RedisServer;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = OwnRedis.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class RedisDownTest {
    private static final String JOBS = "/topics/down/jobs";

    @TestHTTPResource
    URI service;

    RedisServer redis;

    @Test
    void g7WithoutRedisEveryRequestIsA503AndAfterwardsAllGoesOn() {
        assertThat(enqueue().status()).isEqualTo(202);

        redis.stop();

        for (Answer answer : List.of(
                enqueue(),
                http().post(JOBS + "/batch", Http.JSON, "{\"jobs\":[{\"payload\":1},{\"payload\":2}]}"),
                http().post(JOBS, Http.NDJSON, "{\"payload\":1}\n{\"payload\":2}\n"),
                http().send("GET", "/topics"),
                http().send("GET", "/topics/down"),
                http().send("PUT", "/topics/down", Http.JSON, "{}".getBytes(StandardCharsets.UTF_8)))) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.contentType()).isEqualTo("application/problem+json");
            assertThat(answer.retryAfter()).isEqualTo("2");
            assertThat(answer.json().get("title").asText()).isEqualTo("Redis unavailable");
            assertThat(answer.body()).doesNotContain("Exception", "redis://");
        }

        redis.restartEmpty();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(enqueue().status()).isEqualTo(202));
    }

    @Test
    void g7WithoutRedisAStreamMayHaveBeenAddedAndAfterwardsAllGoesOn() {
        assertThat(add().status()).isEqualTo(202);

        redis.stop();

        Answer answer = add();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfter()).isEqualTo("2");
        assertThat(answer.json().get("detail").asText())
                .isEqualTo("Redis does not answer; the stream may have been added");
        assertThat(answer.json().has("account")).isFalse();
        assertThat(http().send("GET", "/services/down/streams").status()).isEqualTo(503);

        redis.restartEmpty();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(add().status()).isEqualTo(202));
    }

    private Answer add() {
        return http().post("/services/down/streams", Http.JSON, "{\"dataStreamName\":\"a\"}");
    }

    private Answer enqueue() {
        return http().post(JOBS, Http.JSON, "{\"payload\":1}");
    }

    private Http http() {
        return new Http(service);
    }
}
