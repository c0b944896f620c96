package dev.streamlane.tracing;

import dev.streamlane.producer.EnqueueSurroundings;
import dev.streamlane.producer.Enqueued;
import dev.streamlane.producer.NewJob;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** A span for each call that enqueues, which its jobs carry; a job that comes with a span of its own keeps that. */
final class TracedEnqueueing implements EnqueueSurroundings {
    private static final String SEND = "send";

    private final Tracer tracer;

    TracedEnqueueing(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public CompletionStage<List<Enqueued>> jobs(
            String topic, List<NewJob> jobs, Function<Map<String, String>, CompletionStage<List<Enqueued>>> enqueue) {
        SpanBuilder sending = send(topic);
        if (jobs.size() != 1) {
            sending.setAttribute(Keys.BATCH, (long) jobs.size());
        }
        jobs.forEach(job -> link(sending, job));
        Span span = sending.startSpan();
        return follow(span, () -> enqueue.apply(TraceHeaders.of(span)).thenApply(enqueued -> {
            describe(span, enqueued);
            return enqueued;
        }));
    }

    @Override
    public CompletionStage<String> stream(String service, Supplier<CompletionStage<String>> add) {
        Span span = send(service).startSpan();
        return follow(span, () -> add.get().thenApply(entryId -> {
            span.setAttribute(Keys.ENTRY_ID, entryId);
            return entryId;
        }));
    }

    private SpanBuilder send(String destination) {
        return Spans.of(tracer, SpanKind.PRODUCER, SEND, SEND, destination);
    }

    private static void link(SpanBuilder sending, NewJob job) {
        SpanContext own = job == null ? SpanContext.getInvalid() : TraceHeaders.span(job.headers());
        if (own.isValid()) {
            sending.addLink(own);
        }
    }

    private static void describe(Span span, List<Enqueued> jobs) {
        Enqueued first = jobs.get(0);
        if (jobs.stream().allMatch(job -> job.partition() == first.partition())) {
            span.setAttribute(Keys.PARTITION, Integer.toString(first.partition()));
        }
        if (jobs.size() == 1) {
            span.setAttribute(Keys.JOB_ID, first.id());
            span.setAttribute(Keys.ENTRY_ID, first.entryId());
        }
    }

    private static <T> CompletionStage<T> follow(Span span, Supplier<CompletionStage<T>> call) {
        try {
            return call.get().whenComplete((result, failure) -> end(span, failure));
        } catch (Throwable e) {
            end(span, e);
            throw e;
        }
    }

    private static void end(Span span, Throwable failure) {
        if (failure != null) {
            boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
            Spans.failed(span, wrapped ? failure.getCause() : failure);
        }
        span.end();
    }
}
