package dev.streamlane.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.Map;

/**
 * How a job carries the span that it belongs to: in its headers {@code traceparent} and {@code tracestate}, as W3C Trace
 * Context has them, whatever else HTTP requests may use. Baggage stays behind: it would be stored with each job.
 */
final class TraceHeaders {
    private static final TextMapPropagator FORMAT = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<Map<String, String>> READER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public String get(Map<String, String> headers, String name) {
            return headers.get(name);
        }
    };

    private TraceHeaders() {}

    /** The headers that stand for a span. */
    static Map<String, String> of(Span span) {
        Map<String, String> headers = new HashMap<>();
        FORMAT.inject(Context.root().with(span), headers, Map::put);
        return headers;
    }

    /** The context that headers stand for; the root if they name no span. */
    static Context context(Map<String, String> headers) {
        return headers.isEmpty() ? Context.root() : FORMAT.extract(Context.root(), headers, READER);
    }

    /** The span that headers name; an invalid one if there is none. */
    static SpanContext span(Map<String, String> headers) {
        return Span.fromContext(context(headers)).getSpanContext();
    }
}
