package dev.streamlane.demo;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.testing.OwnRedis;
import dev.streamlane.testing.RedisServer;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The whole service with a processor, from the enqueueing of jobs to what health, metrics and statistics say about them. */
@QuarkusTest
@TestProfile(EmailExampleTest.Example.class)
@WithTestResource(value = OwnRedis.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class EmailExampleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private RedisServer redis;

    public static final class Example implements QuarkusTestProfile {
        @Override
        public String getConfigProfile() {
            return "demo,test";
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "streamlane.heartbeat.interval", "500ms",
                    "streamlane.heartbeat.ttl", "2s",
                    "streamlane.redis.timeout", "500ms");
        }
    }

    @Test
    void jobsAreEnqueuedAndProcessedAndPartitionsGrow() {
        await().atMost(PATIENCE).until(() -> metric("streamlane_jobs_enqueued_total{topic=\"send_email\"}") > 0);
        await().atMost(PATIENCE).until(() -> processed() > 0);
        await().atMost(PATIENCE).until(() -> owned().startsWith("[0, 1"));

        assertThat(get("/q/health/started").statusCode()).isEqualTo(200);
        assertThat(
                        metric(
                                "streamlane_jobs_duration_seconds_bucket{group=\"email_group\",topic=\"send_email\",le=\"+Inf\"}"))
                .isPositive();
        assertThat(metric("streamlane_partitions_owned{group=\"email_group\",topic=\"send_email\"}"))
                .isPositive();
        assertThat(metric("streamlane_partitions_known{group=\"email_group\",topic=\"send_email\"}"))
                .isGreaterThan(1);
        assertThat(metric("streamlane_partition_backlog{group=\"email_group\",partition=\"0\",topic=\"send_email\"}"))
                .isNotNegative();
    }

    @Test
    void statsSayWhatWasProcessedAndHowLongItTook() {
        await().atMost(PATIENCE).until(() -> stats().getLong("recent.processed.done") > 0);

        JsonPath topic = stats();
        assertThat(topic.getString("group")).isEqualTo("email_group");
        assertThat(topic.getLong("recent.seconds")).isEqualTo(10);
        assertThat(topic.getLong("processed.done"))
                .isGreaterThanOrEqualTo(topic.getLong("recent.processed.done"))
                .isEqualTo(topic.getLong("processingTime.count"));
        assertThat(topic.getDouble("processingTime.max"))
                .isGreaterThanOrEqualTo(topic.getDouble("processingTime.mean"))
                .isPositive();
        assertThat(processed()).isGreaterThanOrEqualTo(topic.getLong("processed.done"));
    }

    @Test
    void g7WithoutRedisItIsLiveButNotReadyAndAfterwardsGoesOn() {
        await().atMost(PATIENCE).until(() -> get("/q/health/ready").statusCode() == 200);
        redis.stop();
        await().atMost(PATIENCE).until(() -> get("/q/health/ready").statusCode() == 503);

        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);

        redis.restartEmpty();
        await().atMost(PATIENCE).until(() -> get("/q/health/ready").statusCode() == 200);
        double before = processed();
        await().atMost(PATIENCE).until(() -> processed() > before);
    }

    /** What the replica says of its topic. */
    private static JsonPath stats() {
        return get("/stats").jsonPath().setRootPath("topics.find { it.topic == 'send_email' }");
    }

    private static double processed() {
        return metric("streamlane_jobs_processed_total{group=\"email_group\",outcome=\"done\",topic=\"send_email\"}");
    }

    private static String owned() {
        JsonPath health = get("/q/health/ready").jsonPath();
        return health.getString("checks.find { it.name == 'streamlane' }.data.'send_email/email_group'");
    }

    /** The value of a time series; zero if it is not there. */
    private static double metric(String series) {
        Matcher matcher = Pattern.compile("^" + Pattern.quote(series) + " (\\S+)$", Pattern.MULTILINE)
                .matcher(get("/q/metrics").asString());
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }
}
