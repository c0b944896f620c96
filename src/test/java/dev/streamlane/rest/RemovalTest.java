package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class RemovalTest {
    private static final String JOB = "{\"payload\":1}";

    @TestHTTPResource
    URI service;

    @Inject
    RedisDataSource redis;

    @Test
    void aGroupIsRemovedWhenThatIsAskedForTwice() {
        put("/topics/removal-g", "{\"partitions\":2}");
        put("/topics/removal-g/groups/old", "{}");
        http().post("/topics/removal-g/jobs", Http.JSON, JOB);

        Answer first = http().send("DELETE", "/topics/removal-g/groups/old");
        Answer wrong = http().send("DELETE", "/topics/removal-g/groups/old?confirm=x");
        Answer second = http().send("DELETE", "/topics/removal-g/groups/old?confirm=" + confirm(first));

        assertThat(first.status()).isEqualTo(409);
        assertThat(first.json().get("type").asText()).isEqualTo("urn:streamlane:problem:to-be-confirmed");
        assertThat(first.json().get("detail").asText())
                .startsWith("The group would lose its position, and leave 1 jobs unfinished: 0 of them are pending")
                .contains("It is the last group: before another one joins or is created, nothing is trimmed")
                .endsWith("To remove it, call again with ?confirm=" + confirm(first));
        assertThat(first.json().get("backlog").asInt()).isEqualTo(1);
        assertThat(wrong.status()).isEqualTo(409);
        assertThat(wrong.json().get("detail").asText()).startsWith("It is not as it was, or that is not its confirm.");
        assertThat(second.body())
                .isEqualTo("{\"topic\":\"removal-g\",\"group\":\"old\",\"pending\":0,\"retrying\":0,\"backlog\":1}");
        assertThat(http().send("GET", "/topics/removal-g/groups/old").status()).isEqualTo(404);
        assertThat(http().send("GET", "/topics/removal-g").json().get("groups")).isEmpty();
    }

    @Test
    void whatAConsumerIsAtIsNotRemoved() {
        put("/topics/removal-m", "{\"partitions\":1}");
        put("/topics/removal-m/groups/live", "{}");
        redis.execute("HSET", "redisaq:{removal-m}:members:live", "consumer_1", "x 99999999999999 60000");

        for (String path : List.of("/topics/removal-m/groups/live", "/topics/removal-m")) {
            Answer refused = http().send("DELETE", path);

            assertThat(refused.status()).as(refused.body()).isEqualTo(409);
            assertThat(refused.json().get("type").asText()).isEqualTo("urn:streamlane:problem:in-use");
            assertThat(refused.json().get("consumers").toString()).isEqualTo("[\"consumer_1\"]");
            assertThat(refused.json().has("confirm")).isFalse();
            assertThat(refused.json().get("detail").asText()).startsWith("consumers are at it");
        }
        redis.execute("HSET", "redisaq:{removal-m}:settings", "removing", "word 1");
        Answer begun = http().send("DELETE", "/topics/removal-m?confirm=word");
        assertThat(begun.json().get("type").asText()).isEqualTo("urn:streamlane:problem:in-use");
        assertThat(begun.json().get("detail").asText()).startsWith("its removal has begun, and goes on when");
    }

    @Test
    void aTopicIsRemovedAndWhoeverEnqueuesMeanwhileHearsOfItOrMakesANewOne() {
        put("/topics/removal-t", "{\"partitions\":2}");
        put("/topics/removal-t/groups/old", "{}");
        http().post("/topics/removal-t/jobs", Http.JSON, JOB);
        http().post("/topics/removal-t/jobs", Http.JSON, "{\"payload\":1,\"delay\":\"PT1H\"}");
        Answer first = http().send("DELETE", "/topics/removal-t");

        CompletableFuture<Answer> second = CompletableFuture.supplyAsync(
                () -> http().send("DELETE", "/topics/removal-t?confirm=" + confirm(first)));
        await().until(() -> redis.execute("HEXISTS", "redisaq:{removal-t}:settings", "removing")
                .toBoolean());
        List<Integer> statuses = new ArrayList<>();
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            statuses.add(http().post("/topics/removal-t/jobs", Http.JSON, JOB).status());
            return statuses.contains(409) && statuses.get(statuses.size() - 1) == 202;
        });

        JsonNode removed = second.join().json();
        assertThat(second.join().status()).as(removed.toString()).isEqualTo(200);
        assertThat(removed.get("groups").toString()).isEqualTo("[\"old\"]");
        assertThat(removed.get("delayed").asInt()).isEqualTo(1);
        assertThat(statuses).startsWith(202).containsOnly(202, 409);
        JsonNode anew = http().send("GET", "/topics/removal-t").json();
        assertThat(anew.get("groups")).isEmpty();
        assertThat(anew.get("lengths").findValuesAsText("length").stream()
                        .mapToInt(Integer::parseInt)
                        .sum())
                .isEqualTo(1);
        assertThat(http().send("GET", "/topics").body()).contains("removal-t");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /topics/removal-none,                       404, unknown-topic
            /topics/removal-none/groups/a,              404, unknown-group
            /topics/removal-none?confirmed=1,           400, invalid-request
            /topics/removal-none/groups/a?confirm&confirm=1, 400, invalid-request
            /topics/a%20b,                              400, invalid-request
            """)
    void whatIsNotThereOrNotLegalIsNotRemoved(String path, int status, String type) {
        Answer answer = http().send("DELETE", path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("type").asText()).isEqualTo("urn:streamlane:problem:" + type);
    }

    private static String confirm(Answer answer) {
        return answer.json().get("confirm").asText();
    }

    private Answer put(String path, String body) {
        return http().send("PUT", path, Http.JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    private Http http() {
        return new Http(service);
    }
}
