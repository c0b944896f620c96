package dev.streamlane.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.consumer.DeadJob;
import dev.streamlane.job.DiscardJobException;
import dev.streamlane.job.Job;
import dev.streamlane.job.JobProcessor;
import dev.streamlane.job.ReactiveJobProcessor;
import dev.streamlane.partition.GroupId;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the spans of attempts and dead letters say. */
class AttemptSpansTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final GroupId GROUP = new GroupId("topic", "group");

    private final CollectedSpans spans = new CollectedSpans();
    private final SdkTracerProvider provider =
            SdkTracerProvider.builder().addSpanProcessor(spans).build();
    private final Tracer tracer = provider.get("test");
    private final TracedProcessors traced = new TracedProcessors(new AttemptSpans(tracer, "consumer_1"));

    @AfterEach
    void stop() {
        provider.close();
        Thread.interrupted();
    }

    @Test
    void aJobThatIsNotToBeTriedAgainIsDiscarded() {
        process(job -> {
            throw new DiscardJobException("never");
        });

        assertThat(only().getAttributes().get(Keys.OUTCOME)).isEqualTo("discarded");
    }

    @Test
    void aJobWhoseThreadWasInterruptedIsInterrupted() {
        process(job -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("asked to stop");
        });

        assertThat(only().getAttributes().get(Keys.OUTCOME)).isEqualTo("interrupted");
    }

    @Test
    void aJobWhoseUniIsCancelledIsInterrupted() {
        traced.around((ReactiveJobProcessor<Object>) job -> Uni.createFrom().nothing())
                .process(job(Map.of()))
                .subscribe()
                .with(done -> {})
                .cancel();

        assertThat(only().getAttributes().get(Keys.OUTCOME)).isEqualTo("interrupted");
    }

    @Test
    void anErrorIsAFailureToo() {
        process(job -> {
            throw new NoClassDefFoundError("Gone");
        });

        assertThat(only().getAttributes().get(Keys.OUTCOME)).isEqualTo("failed");
        assertThat(only().getAttributes().get(Keys.ERROR_TYPE)).isEqualTo("java.lang.NoClassDefFoundError");
    }

    @Test
    void aJobThatCarriesNoTraceBeginsOne() throws Exception {
        traced.around((JobProcessor<Object>) job -> {}).process(job(Map.of("traceparent", "nonsense")));

        assertThat(only().getParentSpanId()).isEqualTo(SpanId.getInvalid());
    }

    @Test
    void aJobThatIsNotToBeSampledHasNoSpan() throws Exception {
        traced.around((JobProcessor<Object>) job -> {})
                .process(job(Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-00")));

        assertThat(spans.all()).isEmpty();
    }

    @Test
    void aDeadLetterWhoseHeadersCannotBeReadBeginsATrace() {
        dead("[nonsense");
        assertThat(only().getParentSpanId()).isEqualTo(SpanId.getInvalid());
    }

    @Test
    void aDeadLetterBelongsToWhatItsHeadersName() {
        dead("{\"traceparent\":\"00-" + TRACE + "-" + PARENT + "-01\"}");

        assertThat(only().getTraceId()).isEqualTo(TRACE);
        assertThat(only().getParentSpanId()).isEqualTo(PARENT);
    }

    private void process(JobProcessor<Object> processor) {
        assertThatThrownBy(() -> traced.around(processor).process(job(Map.of())));
    }

    private void dead(String headers) {
        new TracedDeadLetters(tracer, new ObjectMapper())
                .deadLettered(GROUP, new DeadJob("job", 0, "1-0", 5, "broken", headers));
    }

    private SpanData only() {
        assertThat(spans.all()).hasSize(1);
        return spans.all().get(0);
    }

    private static Job<Object> job(Map<String, String> headers) {
        return new Job<>(
                "id",
                "topic",
                "group",
                0,
                "1-0",
                null,
                "payload",
                headers,
                1,
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                Duration.ZERO);
    }
}
