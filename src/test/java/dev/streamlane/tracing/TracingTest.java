package dev.streamlane.tracing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.testing.Http;
import dev.streamlane.testing.Observed;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The traces of jobs, which begin with requests that bring a trace along. */
@QuarkusTest
@TestProfile(Observed.class)
class TracingTest {
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String JOBS = "POST /topics/{topic}/jobs";

    private final String trace = UUID.randomUUID().toString().replace("-", "");

    @Inject
    CollectedSpans spans;

    @Test
    void oneTraceLeadsFromTheRequestThroughEachAttempt() {
        JsonPath answer = post("/topics/observed-blocking/jobs", Http.JSON, "{\"payload\": \"once\"}");

        List<SpanData> attempts = spans.of(trace, "process observed-blocking", 2);
        SpanData send = spans.of(trace, "send observed-blocking");
        SpanData request = spans.of(trace, JOBS);
        assertThat(request.getParentSpanId()).isEqualTo(CALLER);
        assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(send.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(attempts)
                .hasSize(2)
                .allSatisfy(attempt -> assertThat(attempt.getParentSpanId()).isEqualTo(send.getSpanId()))
                .allSatisfy(attempt -> assertThat(attempt.getKind()).isEqualTo(SpanKind.CONSUMER));
        for (SpanData span : List.of(send, attempts.get(0), attempts.get(1))) {
            assertThat(span.getAttributes().get(Keys.SYSTEM)).isEqualTo("streamlane");
            assertThat(span.getAttributes().get(Keys.DESTINATION)).isEqualTo("observed-blocking");
            assertThat(span.getAttributes().get(Keys.PARTITION)).isEqualTo("0");
            assertThat(span.getAttributes().get(Keys.JOB_ID)).isEqualTo(answer.getString("id"));
            assertThat(span.getAttributes().get(Keys.ENTRY_ID)).isEqualTo(answer.getString("entryId"));
        }
    }

    @Test
    void eachAttemptSaysWhichItIsAndHowItEnded() {
        post("/topics/observed-blocking/jobs", Http.JSON, "{\"payload\": \"once\"}");

        List<SpanData> attempts = spans.of(trace, "process observed-blocking", 2);
        SpanData first = attempts.get(0);
        SpanData second = attempts.get(1);
        assertThat(first.getAttributes().get(Keys.ATTEMPT)).isEqualTo(1);
        assertThat(first.getAttributes().get(Keys.OUTCOME)).isEqualTo("failed");
        assertThat(first.getAttributes().get(Keys.ERROR_TYPE)).isEqualTo(IllegalStateException.class.getName());
        assertThat(first.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(first.getEvents()).extracting(EventData::getName).containsExactly("exception");
        assertThat(second.getAttributes().get(Keys.ATTEMPT)).isEqualTo(2);
        assertThat(second.getAttributes().get(Keys.OUTCOME)).isEqualTo("done");
        assertThat(second.getAttributes().get(Keys.GROUP)).isEqualTo("streamlane");
        assertThat(second.getAttributes().get(Keys.CONSUMER)).isNotEmpty();
        assertThat(second.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void spansOfAProcessorBelongToItsAttempt() {
        post("/topics/observed-blocking/jobs", Http.JSON, "{\"payload\": \"well\"}");

        SpanData work = spans.of(trace, "work blocking");
        assertThat(work.getParentSpanId())
                .isEqualTo(spans.of(trace, "process observed-blocking").getSpanId());
    }

    @Test
    void spansThatAReactiveProcessorBeginsLaterBelongToItsAttempt() {
        post("/topics/observed-reactive/jobs", Http.JSON, "{\"payload\": \"once\"}");

        List<SpanData> attempts = spans.of(trace, "process observed-reactive", 2);
        List<SpanData> work = spans.of(trace, "work later", 2);
        assertThat(work.get(0).getParentSpanId()).isEqualTo(attempts.get(0).getSpanId());
        assertThat(work.get(1).getParentSpanId()).isEqualTo(attempts.get(1).getSpanId());
        assertThat(attempts)
                .extracting(attempt -> attempt.getAttributes().get(Keys.OUTCOME))
                .containsExactly("failed", "done");
    }

    @Test
    void jobsThatRunAtTheSameTimeKeepTheirSpansApart() {
        post(
                "/topics/observed-reactive/jobs/batch",
                Http.JSON,
                "{\"jobs\": [%s]}".formatted("{\"payload\": 1},".repeat(20) + "{\"payload\": 1}"));

        List<SpanData> attempts = spans.of(trace, "process observed-reactive", 21);
        List<SpanData> work = spans.of(trace, "work later", 21);
        assertThat(work)
                .extracting(SpanData::getParentSpanId)
                .containsExactlyInAnyOrderElementsOf(
                        attempts.stream().map(SpanData::getSpanId).toList());
    }

    @Test
    void aBatchOfAProcessorHasALinkToEachJob() {
        post(
                "/topics/observed-batch/jobs/batch",
                Http.JSON,
                "{\"jobs\": [{\"payload\": \"a\"}, {\"payload\": \"b\"}, {\"payload\": \"c\"}]}");

        SpanData send = spans.of(trace, "send observed-batch");
        assertThat(send.getAttributes().get(Keys.BATCH)).isEqualTo(3);
        await().until(() -> processedBatch(send) != null);
        SpanData batch = processedBatch(send);
        assertThat(batch.getTraceId()).isNotEqualTo(trace);
        assertThat(batch.getLinks()).hasSize(3);
        assertThat(batch.getAttributes().get(Keys.BATCH)).isEqualTo(3);
    }

    @Test
    void linesOfAStreamBelongToItsRequest() {
        post("/topics/observed-blocking/jobs", Http.NDJSON, "{\"payload\": \"a\"}\n{\"payload\": \"b\"}\n");

        SpanData send = spans.of(trace, "send observed-blocking");
        assertThat(send.getParentSpanId()).isEqualTo(spans.of(trace, JOBS).getSpanId());
        assertThat(send.getAttributes().get(Keys.BATCH)).isEqualTo(2);
        assertThat(spans.of(trace, "process observed-blocking", 2))
                .allSatisfy(attempt -> assertThat(attempt.getParentSpanId()).isEqualTo(send.getSpanId()));
    }

    @Test
    void aJobThatBringsATraceOfItsOwnKeepsIt() {
        String own = UUID.randomUUID().toString().replace("-", "");
        post(
                "/topics/observed-blocking/jobs",
                Http.JSON,
                "{\"payload\": \"well\", \"headers\": {\"traceparent\": \"00-%s-%s-01\"}}".formatted(own, CALLER));

        assertThat(spans.of(own, "process observed-blocking").getParentSpanId()).isEqualTo(CALLER);
        assertThat(spans.of(trace, "send observed-blocking").getLinks())
                .extracting(link -> link.getSpanContext().getTraceId())
                .containsExactly(own);
    }

    @Test
    void whatIsRefusedIsAFailedSpan() {
        post("/topics/observed-blocking/jobs", Http.JSON, "{\"payload\": null}");

        SpanData send = spans.of(trace, "send observed-blocking");
        assertThat(send.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(send.getAttributes().get(Keys.ERROR_TYPE)).endsWith("InvalidRequestException");
    }

    @Test
    void aDeadLetterBelongsToTheTraceOfItsJob() {
        post("/topics/observed-blocking/jobs", Http.JSON, "{\"payload\": \"always\"}");

        SpanData dead = spans.of(trace, "dead-letter observed-blocking");
        assertThat(dead.getParentSpanId())
                .isEqualTo(spans.of(trace, "send observed-blocking").getSpanId());
        assertThat(dead.getAttributes().get(Keys.ATTEMPT)).isEqualTo(2);
        assertThat(dead.getStatus().getDescription()).contains("as the payload says");
    }

    @Test
    void theAddingOfAStreamIsASpan() {
        JsonPath answer =
                post("/services/observed-service/streams", Http.JSON, "{\"dataStreamName\": \"observed-stream\"}");

        SpanData send = spans.of(trace, "send observed-service");
        assertThat(send.getParentSpanId())
                .isEqualTo(spans.of(trace, "POST /services/{service}/streams").getSpanId());
        assertThat(send.getAttributes().get(Keys.ENTRY_ID)).isEqualTo(answer.getString("entryId"));
    }

    @Test
    void commandsOfRedisAreNoSpans() {
        post("/topics/observed-blocking/jobs", Http.JSON, "{\"payload\": \"well\"}");
        spans.of(trace, "process observed-blocking");

        assertThat(spans.all()).extracting(SpanData::getName).noneMatch(name -> name.matches("[A-Z]+"));
        assertThat(spans.all())
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("db.system.name")))
                .containsOnlyNulls();
    }

    private SpanData processedBatch(SpanData send) {
        return spans.all().stream()
                .filter(span -> span.getName().equals("process observed-batch"))
                .filter(span -> span.getLinks().stream()
                        .map(LinkData::getSpanContext)
                        .anyMatch(link -> link.getSpanId().equals(send.getSpanId())))
                .findFirst()
                .orElse(null);
    }

    private JsonPath post(String path, String type, String body) {
        return given().header("traceparent", "00-%s-%s-01".formatted(trace, CALLER))
                .contentType(type + "; charset=utf-8")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(path)
                .jsonPath();
    }
}
