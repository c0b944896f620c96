package dev.streamlane.tracing;

import dev.streamlane.job.DiscardJobException;
import dev.streamlane.job.Job;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.concurrent.CancellationException;

/** The spans of attempts. */
final class AttemptSpans {
    private static final String PROCESS = "process";

    private final Tracer tracer;
    private final String consumer;

    /** @param consumer this replica's consumer id */
    AttemptSpans(Tracer tracer, String consumer) {
        this.tracer = tracer;
        this.consumer = consumer;
    }

    /** A job's attempt, be it the first or a later one, belongs to the span that enqueued it. */
    Span begin(Job<?> job) {
        return process(job)
                .setParent(TraceHeaders.context(job.headers()))
                .setAttribute(Keys.JOB_ID, job.id())
                .setAttribute(Keys.ENTRY_ID, job.entryId())
                .setAttribute(Keys.ATTEMPT, (long) job.attempt())
                .startSpan();
    }

    /** A batch belongs to no one span: it begins a trace of its own, with a link to that of each job. */
    Span begin(List<? extends Job<?>> jobs) {
        if (jobs.size() == 1) {
            return begin(jobs.get(0));
        }
        SpanBuilder processing = process(jobs.get(0)).setNoParent().setAttribute(Keys.BATCH, (long) jobs.size());
        for (Job<?> job : jobs) {
            SpanContext enqueued = TraceHeaders.span(job.headers());
            if (enqueued.isValid()) {
                processing.addLink(enqueued);
            }
        }
        return processing.startSpan();
    }

    /** @param thrown what the processor threw; {@code null} if it returned */
    void end(Span span, Throwable thrown) {
        if (thrown == null) {
            span.setAttribute(Keys.OUTCOME, "done");
        } else {
            span.setAttribute(Keys.OUTCOME, outcome(thrown));
            Spans.failed(span, thrown);
        }
        span.end();
    }

    private SpanBuilder process(Job<?> job) {
        return Spans.of(tracer, SpanKind.CONSUMER, PROCESS, PROCESS, job.topic())
                .setAttribute(Keys.PARTITION, Integer.toString(job.partition()))
                .setAttribute(Keys.GROUP, job.group())
                .setAttribute(Keys.CONSUMER, consumer);
    }

    /** Why it was interrupted, by a timeout, a hand-over or a lost lease, only its partition's owner knows. */
    private static String outcome(Throwable thrown) {
        if (thrown instanceof DiscardJobException) {
            return "discarded";
        }
        boolean interrupted = thrown instanceof InterruptedException
                || thrown instanceof CancellationException
                || Thread.currentThread().isInterrupted();
        return interrupted ? "interrupted" : "failed";
    }
}
