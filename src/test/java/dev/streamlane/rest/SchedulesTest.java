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
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class SchedulesTest {
    @TestHTTPResource
    URI service;

    @Inject
    Redis redis;

    @Test
    void aScheduleTicksUntilItIsPausedAndIsGoneWhenItIsDeleted() {
        Answer stored = put("schedules-tick", "each-second", "{'cron':'* * * * * *','payload':{'n':1},'key':'k'}");
        assertThat(stored.status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20)).until(() -> length("schedules-tick") >= 2);

        Answer paused = put(
                "schedules-tick", "each-second", "{'cron':'* * * * * *','payload':{'n':1},'key':'k','paused':true}");
        assertThat(paused.json().get("paused").asBoolean()).isTrue();
        assertThat(paused.json().has("next")).isFalse();
        assertThat(http().send("DELETE", "/topics/schedules-tick/schedules/each-second")
                        .status())
                .isEqualTo(204);
        assertThat(http().send("DELETE", "/topics/schedules-tick/schedules/each-second")
                        .status())
                .isEqualTo(404);
        assertThat(http().send("GET", "/topics/schedules-tick/schedules/each-second")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aScheduleIsShownWithItsNextTick() {
        put(
                "schedules-show",
                "report",
                "{'cron':' 0  9 * * MON-FRI ','timeZone':'Europe/Berlin','missed':'skip','payload':{'user':7},"
                        + "'partitionKey':'user','timeout':30,'headers':{'a':'b'}}");

        JsonNode shown =
                http().send("GET", "/topics/schedules-show/schedules/report").json();

        assertThat(shown.get("cron").asText()).isEqualTo("0 9 * * MON-FRI");
        assertThat(shown.get("timeZone").asText()).isEqualTo("Europe/Berlin");
        assertThat(shown.get("missed").asText()).isEqualTo("skip");
        assertThat(Instant.parse(shown.get("next").asText())).isAfter(Instant.EPOCH);
        assertThat(shown.get("payload").toString()).isEqualTo("{\"user\":7}");
        assertThat(shown.get("partitionKey").asText()).isEqualTo("user");
        assertThat(shown.has("key")).isFalse();
        assertThat(shown.get("timeout").asInt()).isEqualTo(30);
        assertThat(shown.get("headers").get("a").asText()).isEqualTo("b");
        assertThat(shown.get("headers").get("streamlane-schedule").asText()).isEqualTo("report");
    }

    @Test
    void aScheduleWithAnotherKeyMovesAndIsThereOnce() {
        for (String key : List.of("a", "b", "c", "d", "e")) {
            put("schedules-moved", "one", "{'cron':'0 0 1 1 *','payload':1,'key':'" + key + "'}");
        }

        JsonNode all = http().send("GET", "/topics/schedules-moved/schedules").json();
        assertThat(all.get("schedules")).hasSize(1);
        assertThat(all.has("next")).isFalse();
    }

    @Test
    void schedulesAreListedPageByPageWithoutTheirJobs() {
        for (int i = 0; i < 12; i++) {
            put("schedules-list", "s" + i, "{'cron':'0 0 1 1 *','payload':1}");
        }
        List<String> names = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = http().send("GET", "/topics/schedules-list/schedules?limit=5" + cursor)
                    .json();
            page.get("schedules").forEach(schedule -> {
                names.add(schedule.get("name").asText());
                assertThat(schedule.has("payload")).isFalse();
            });
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : null;
        }

        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 12).mapToObj(i -> "s" + i).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'payload':1} | cron | cron must be there",
                "{'cron':'* * * *','payload':1} | cron | cron must have five fields",
                "{'cron':'@daily','payload':1} | cron | cron must have five fields",
                "{'cron':7,'payload':1} | cron | cron must be a string",
                "{'cron':'0 0 30 2 *','payload':1} | cron | cron never ticks",
                "{'cron':'* * * * *','timeZone':'Mars/Olympus','payload':1} | timeZone | timeZone must be a time zone",
                "{'cron':'* * * * *','missed':'some','payload':1} | missed | missed must be skip, once or all",
                "{'cron':'* * * * *','paused':1,'payload':1} | paused | paused must be true or false",
                "{'cron':'* * * * *'} | payload | payload must not be null",
                "{'cron':'* * * * *','payload':1,'delay':'PT1S'} | delay | unknown field 'delay'",
                "{'cron':'* * * * *','payload':1,'headers':{'streamlane-tick':'x'}} | headers | the header streamlane-tick is"
            })
    void badSchedulesAreRefused(String body, String field, String detail) {
        Answer answer = put("schedules-bad", "bad", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("field").asText()).isEqualTo(field);
        assertThat(answer.json().get("detail").asText()).startsWith(detail);
    }

    @Test
    void whatDoesNotExistIsNotFoundAndBadRequestsAreRefused() {
        put("schedules-pages", "one", "{'cron':'0 0 1 1 *','payload':1}");

        assertThat(http().send("GET", "/topics/schedules-nowhere/schedules").status())
                .isEqualTo(404);
        assertThat(http().send("GET", "/topics/schedules-pages/schedules?cursor=x")
                        .status())
                .isEqualTo(400);
        assertThat(http().send("GET", "/topics/schedules-pages/schedules?limit=1001")
                        .status())
                .isEqualTo(400);
        assertThat(put("schedules-pages", "%20", "{'cron':'0 0 1 1 *','payload':1}")
                        .status())
                .isEqualTo(400);
        assertThat(put("schedules-pages", "large", "{'cron':'0 0 1 1 *','payload':'" + "x".repeat(70_000) + "'}")
                        .json()
                        .get("limit")
                        .asInt())
                .isEqualTo(65_536);
    }

    private Answer put(String topic, String name, String body) {
        return http().send(
                        "PUT",
                        "/topics/" + topic + "/schedules/" + name,
                        Http.JSON,
                        body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private long length(String topic) {
        return IntStream.range(0, 4)
                .mapToLong(p -> redis.send(Request.cmd(Command.XLEN).arg("redisaq:" + topic + ":" + p))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .toLong())
                .sum();
    }

    private Http http() {
        return new Http(service);
    }
}
