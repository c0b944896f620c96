package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.consumer.JobEvents;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.partition.GroupId;
import dev.streamlane.stats.Stats;
import dev.streamlane.streams.StreamEvents;
import dev.streamlane.testing.Http;
import dev.streamlane.testing.Http.Answer;
import dev.streamlane.testing.ManualClock;
import dev.streamlane.testing.ManualLoop;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatsTest {
    private static final Consumer ME = new Consumer("consumer_1", "1", "host");
    private static final GroupId GROUP = new GroupId("send_email", "email_group");

    @TestHTTPResource
    URI service;

    @Inject
    ObjectMapper mapper;

    private final ManualLoop ticker = new ManualLoop();
    private final Stats stats = new Stats(new ManualClock(), ticker);

    @Test
    void aReplicaWithoutProcessorsHasProcessedNothing() {
        Answer answer = new Http(service).send("GET", "/stats");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("consumer").asText()).isNotEmpty();
        assertThat(Instant.parse(answer.json().get("since").asText())).isBefore(Instant.now());
        assertThat(answer.json().get("topics")).isEmpty();
        assertThat(answer.json().get("services")).isEmpty();
    }

    @Test
    void aTopicShowsItsAttemptsSinceTheStartAndTheRecentOnes() throws Exception {
        stats.ended(GROUP, JobEvents.Result.TIMED_OUT, Duration.ofMillis(30));
        ticker.advance(Stats.RECENT);
        stats.ended(GROUP, JobEvents.Result.DONE, Duration.ofNanos(1_250_000));
        stats.ended(GROUP, JobEvents.Result.DONE, Duration.ofNanos(1_750_000));

        assertThat(view()).isEqualTo(mapper.readTree("""
                {"consumer": "consumer_1", "since": "2025-01-01T00:00:00Z", "services": [], "topics": [{
                    "topic": "send_email",
                    "group": "email_group",
                    "processed":
                        {"done": 2, "failed": 0, "timed_out": 1, "discarded": 0, "interrupted": 0, "abandoned": 0},
                    "processingTime": {"count": 3, "mean": 11.0, "max": 30.0},
                    "recent": {
                        "seconds": 10,
                        "processed":
                            {"done": 2, "failed": 0, "timed_out": 0, "discarded": 0, "interrupted": 0, "abandoned": 0},
                        "processingTime": {"count": 2, "mean": 1.5, "max": 1.75}}}]}
                """));
    }

    @Test
    void aServiceAlsoShowsWhatItWasAssignedAndHolds() throws Exception {
        stats.assigned("load-balance-demo", false);
        stats.assigned("load-balance-demo", true);
        stats.observed("load-balance-demo", 1, 20, 3);
        stats.ended("load-balance-demo", StreamEvents.Result.DONE, Duration.ofSeconds(4));

        assertThat(view()).isEqualTo(mapper.readTree("""
                {"consumer": "consumer_1", "since": "2025-01-01T00:00:00Z", "topics": [], "services": [{
                    "service": "load-balance-demo",
                    "assigned": 2,
                    "claimed": 1,
                    "held": 1,
                    "processed": {"done": 1, "failed": 0, "discarded": 0, "handed_over": 0, "disowned": 0},
                    "processingTime": {"count": 1, "mean": 4000.0, "max": 4000.0},
                    "recent": {
                        "seconds": 10,
                        "processed": {"done": 1, "failed": 0, "discarded": 0, "handed_over": 0, "disowned": 0},
                        "processingTime": {"count": 1, "mean": 4000.0, "max": 4000.0}}}]}
                """));
    }

    private JsonNode view() throws Exception {
        return mapper.readTree(mapper.writeValueAsString(StatsView.of(ME, stats)));
    }
}
