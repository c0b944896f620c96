package dev.streamlane.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceHeadersTest {
    private static final Map<String, String> HEADERS = Map.of(
            "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "tracestate", "vendor=value");

    @Test
    void whatIsWrittenIsRead() {
        Span span = Span.fromContext(TraceHeaders.context(HEADERS));

        assertThat(TraceHeaders.of(span)).isEqualTo(HEADERS);
    }

    @Test
    void aSpanThatIsNoneStandsInNoHeader() {
        assertThat(TraceHeaders.of(Span.getInvalid())).isEmpty();
        assertThat(TraceHeaders.span(Map.of()).isValid()).isFalse();
    }

    @Test
    void baggageStaysBehind() {
        Baggage baggage = Baggage.builder().put("user", "ada").build();
        Span span = Span.fromContext(TraceHeaders.context(HEADERS));

        try (Scope ignored = baggage.storeInContext(Context.current()).makeCurrent()) {
            assertThat(TraceHeaders.of(span)).isEqualTo(HEADERS);
        }
    }
}
