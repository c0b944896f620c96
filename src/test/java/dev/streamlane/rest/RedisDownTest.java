package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import dev.streamlane.testing.OwnRedis;
import dev.streamlane.testing.RedisServer;
import dev.streamlane.testing.RespConnection;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
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
    void g7ARedisWithoutMemoryTakesNothingAndTheAnswerSaysSo() {
        assertThat(enqueue().status()).isEqualTo(202);
        assertThat(add().status()).isEqualTo(202);
        long before = jobs();
        maxmemory("1");
        try {
            for (Answer answer : List.of(
                    enqueue(),
                    add(),
                    http().post(JOBS + "/batch", Http.JSON, "{\"jobs\":[{\"payload\":1},{\"payload\":2}]}"),
                    http().post("/topics/new/jobs", Http.JSON, "{\"payload\":1}"))) {
                assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                assertThat(answer.retryAfter()).isEqualTo("2");
                assertThat(answer.json().get("type").asText()).isEqualTo("urn:streamlane:problem:redis-full");
                assertThat(answer.json().get("detail").asText())
                        .isEqualTo("Redis has reached its memory limit and takes no more data; nothing was enqueued");
                assertThat(answer.json().has("account")).isFalse();
            }
            Answer lines = http().post(JOBS, Http.NDJSON, "{\"payload\":1}\n{\"payload\":2}\n");
            assertThat(lines.status()).isEqualTo(503);
            assertThat(lines.json().get("detail").asText()).endsWith("none from it on");
            assertThat(lines.json().get("enqueued").asLong()).isZero();
        } finally {
            maxmemory("0");
        }
        assertThat(enqueue().status()).isEqualTo(202);
        assertThat(jobs()).isEqualTo(before + 1);
    }

    @Test
    void g7WithoutRedisAStreamMayHaveBeenAddedAndAfterwardsAllGoesOn() {
        assertThat(add().status()).isEqualTo(202);

        redis.stop();

        Answer answer = add();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfter()).isEqualTo("2");
        assertThat(answer.json().get("detail").asText())
                .isIn(
                        // Whether the lost connection was noticed before the stream was sent is up to chance.
                        "Redis does not answer; the stream may have been added",
                        "Redis cannot be reached, or does not take this now; nothing was enqueued");
        assertThat(answer.json().has("account")).isFalse();
        assertThat(http().send("GET", "/services/down/streams").status()).isEqualTo(503);

        redis.restartEmpty();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(add().status()).isEqualTo(202));
    }

    /** How many jobs stand in all partitions of the topic. */
    private long jobs() {
        try (RespConnection connection = new RespConnection(redis.port())) {
            return IntStream.range(0, 4)
                    .mapToLong(p -> (long) connection.call("XLEN", "redisaq:down:" + p))
                    .sum();
        }
    }

    private void maxmemory(String bytes) {
        try (RespConnection connection = new RespConnection(redis.port())) {
            connection.call("CONFIG", "SET", "maxmemory-policy", "noeviction");
            connection.call("CONFIG", "SET", "maxmemory", bytes);
        }
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
