package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class DelayedTest {
    @TestHTTPResource
    URI service;

    @Inject
    Redis redis;

    @Test
    void aDelayedJobIsAnsweredWithItsTimeAndEntersItsPartitionThen() {
        Answer answer = post("delayed-one", "{\"payload\":1,\"delay\":\"PT0.5S\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("entryId").isNull()).isTrue();
        Instant runAt = Instant.parse(answer.json().get("runAt").asText());
        assertThat(length("delayed-one")).isZero();
        await().atMost(Duration.ofSeconds(10)).until(() -> length("delayed-one") == 1);
        assertThat(enteredAt("delayed-one", answer.json().get("partition").asInt()))
                .isBetween(runAt, runAt.plusSeconds(2));
    }

    @Test
    void aJobWhoseTimeHasPassedEntersAtOnce() {
        Answer answer = post("delayed-past", "{\"payload\":1,\"runAt\":\"2020-02-29T08:00:00+01:00\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("entryId").asText()).matches("\\d+-\\d+");
        assertThat(answer.json().has("runAt")).isFalse();
    }

    @Test
    void aJobWithoutDelayIsAnsweredAsEver() {
        assertThat(post("delayed-none", "{\"payload\":1,\"delay\":\"PT0S\",\"runAt\":null}")
                        .json()
                        .fieldNames())
                .toIterable()
                .containsExactly("id", "topic", "partition", "entryId");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'payload':1,'delay':5} | delay | delay must be a string",
                "{'payload':1,'delay':'5s'} | delay | delay must be an ISO-8601 duration such as PT5S",
                "{'payload':1,'delay':'-PT5S'} | delay | delay must be from PT0S (none) to PT8760H",
                "{'payload':1,'delay':'P366D'} | delay | delay must be from PT0S (none) to PT8760H",
                "{'payload':1,'runAt':'tomorrow'} | runAt | runAt must be a time such as 2030-01-31T08:00:00Z",
                "{'payload':1,'runAt':1767225600} | runAt | runAt must be a string",
                "{'payload':1,'runAt':'+999999999-12-31T23:59:59Z'} | runAt | runAt may be at most PT8760H from now",
                "{'payload':1,'delay':'PT1S','runAt':'2020-01-01T00:00:00Z'} | runAt | delay and runAt exclude each other"
            })
    void badTimesAreRefused(String body, String field, String detail) {
        Answer answer = post("delayed-bad", body.replace('\'', '"'));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("field").asText()).isEqualTo(field);
        assertThat(answer.json().get("detail").asText()).isEqualTo(detail);
    }

    @Test
    void delayedJobsAreListedPageByPageAndCanBeCancelled() {
        String batch = IntStream.range(0, 25)
                .mapToObj(i -> "{\"payload\":%d,\"key\":\"k%d\",\"delay\":\"PT1H\"}".formatted(i, i))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        Answer enqueued = http().post("/topics/delayed-list/jobs/batch", Http.JSON, "{\"jobs\":[" + batch + "]}");
        List<String> ids = texts(enqueued.json().get("ids"));

        List<String> listed = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = http().send("GET", "/topics/delayed-list/delayed?limit=10" + cursor)
                    .json();
            page.get("jobs").forEach(job -> listed.add(job.get("id").asText()));
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : null;
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
        JsonNode first = http().send("GET", "/topics/delayed-list/delayed?limit=1")
                .json()
                .get("jobs")
                .get(0);
        assertThat(first.fieldNames()).toIterable().containsExactly("id", "partition", "key", "runAt");

        for (String id : ids) {
            assertThat(http().send("DELETE", "/topics/delayed-list/delayed/" + id)
                            .status())
                    .isEqualTo(204);
        }
        assertThat(http().send("DELETE", "/topics/delayed-list/delayed/" + ids.get(0))
                        .status())
                .isEqualTo(404);
        assertThat(http().send("GET", "/topics/delayed-list/delayed").body()).isEqualTo("{\"jobs\":[]}");
        assertThat(length("delayed-list")).isZero();
    }

    @Test
    void whatDoesNotExistIsNotFoundAndBadPagesAreRefused() {
        post("delayed-pages", "{\"payload\":1}");

        assertThat(http().send("GET", "/topics/delayed-nowhere/delayed").status())
                .isEqualTo(404);
        assertThat(http().send("DELETE", "/topics/delayed-nowhere/delayed/" + UUID.randomUUID())
                        .status())
                .isEqualTo(404);
        assertThat(http().send("DELETE", "/topics/delayed-pages/delayed/" + UUID.randomUUID())
                        .status())
                .isEqualTo(404);
        assertThat(http().send("GET", "/topics/delayed-pages/delayed?limit=0").status())
                .isEqualTo(400);
        assertThat(http().send("GET", "/topics/delayed-pages/delayed?cursor=x").status())
                .isEqualTo(400);
        assertThat(http().send("GET", "/topics/delayed-pages/delayed?after=1").status())
                .isEqualTo(400);
    }

    private Answer post(String topic, String body) {
        return http().post("/topics/" + topic + "/jobs", Http.JSON, body);
    }

    private Instant enteredAt(String topic, int partition) {
        String entry = send(Request.cmd(Command.XRANGE)
                        .arg("redisaq:" + topic + ":" + partition)
                        .arg("-")
                        .arg("+"))
                .get(0)
                .get(0)
                .toString();
        return Instant.ofEpochMilli(Long.parseLong(entry.substring(0, entry.indexOf('-'))));
    }

    private long length(String topic) {
        return IntStream.range(0, 4)
                .mapToLong(p -> send(Request.cmd(Command.XLEN).arg("redisaq:" + topic + ":" + p))
                        .toLong())
                .sum();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private Http http() {
        return new Http(service);
    }

    private Response send(Request request) {
        return redis.send(request).toCompletionStage().toCompletableFuture().join();
    }
}
