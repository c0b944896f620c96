package dev.streamlane.tracing;

import dev.streamlane.consumer.ProcessorSurroundings;
import dev.streamlane.job.BatchJobProcessor;
import dev.streamlane.job.JobProcessor;
import dev.streamlane.job.ReactiveJobProcessor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CancellationException;

/** A span for each call of a processor, which is the current one there. */
final class TracedProcessors implements ProcessorSurroundings {
    private final AttemptSpans spans;

    TracedProcessors(AttemptSpans spans) {
        this.spans = spans;
    }

    @Override
    public JobProcessor<Object> around(JobProcessor<Object> processor) {
        return job -> run(spans.begin(job), () -> processor.process(job));
    }

    @Override
    public BatchJobProcessor<Object> around(BatchJobProcessor<Object> processor) {
        return jobs -> run(spans.begin(jobs), () -> processor.process(jobs));
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // It is closed when the Uni has ended.
    public ReactiveJobProcessor<Object> around(ReactiveJobProcessor<Object> processor) {
        return job -> {
            Span span = spans.begin(job);
            // Of the attempt's own Vert.x context, not of the thread.
            Scope current = span.makeCurrent();
            return Uni.createFrom()
                    .deferred(() -> processor.process(job))
                    .onTermination()
                    .invoke((done, failure, cancelled) -> {
                        current.close();
                        spans.end(span, cancelled ? new CancellationException("the attempt was cancelled") : failure);
                    });
        };
    }

    /** Users' code. */
    private interface Work {
        void run() throws Exception;
    }

    private void run(Span span, Work work) throws Exception {
        Throwable thrown = null;
        try (Scope ignored = span.makeCurrent()) {
            work.run();
        } catch (Throwable e) {
            thrown = e;
            throw e;
        } finally {
            spans.end(span, thrown);
        }
    }
}
