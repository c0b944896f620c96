package dev.streamlane.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/** What all of our spans have in common. */
final class Spans {
    private static final String SYSTEM = "streamlane";

    private Spans() {}

    /**
     * Begins to describe a span.
     *
     * @param operation what is done, which is also the first word of the span's name
     * @param type the kind of operation that OpenTelemetry takes it for
     * @param destination the topic or service
     */
    static SpanBuilder of(Tracer tracer, SpanKind kind, String operation, String type, String destination) {
        return tracer.spanBuilder(operation + " " + destination)
                .setSpanKind(kind)
                .setAttribute(Keys.SYSTEM, SYSTEM)
                .setAttribute(Keys.OPERATION, operation)
                .setAttribute(Keys.OPERATION_TYPE, type)
                .setAttribute(Keys.DESTINATION, destination);
    }

    /** Notes why it failed. */
    static void failed(Span span, Throwable thrown) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(Keys.ERROR_TYPE, thrown.getClass().getName());
        span.recordException(thrown);
    }
}
