package dev.streamlane.consumer;

import dev.streamlane.execution.Failures;
import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.execution.OwnContext;
import dev.streamlane.job.Job;
import dev.streamlane.job.ReactiveJobProcessor;
import dev.streamlane.logging.LogFields;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Calls a {@link ReactiveJobProcessor} on the group's own thread, with a Vert.x context for each attempt. */
final class ReactiveInvoker implements Invoker {
    private final ReactiveJobProcessor<Object> processor;

    ReactiveInvoker(ReactiveJobProcessor<Object> processor) {
        this.processor = processor;
    }

    @Override
    public int maxJobs() {
        return 1;
    }

    @Override
    public Invocation invoke(List<Job<Object>> jobs, Completion completion) {
        AtomicBoolean ended = new AtomicBoolean();
        Cancellable subscription = OwnContext.create().call(() -> begin(jobs.get(0))
                .subscribe()
                .with(
                        done -> end(ended, completion, Outcome.DONE),
                        failure -> end(ended, completion, Failures.outcome(failure))));
        return () -> {
            subscription.cancel();
            end(ended, completion, Failures.outcome(new CancellationException("the attempt was cancelled")));
        };
    }

    private Uni<Void> begin(Job<Object> job) {
        LogFields.put(JobFields.of(job));
        try {
            Uni<Void> work = processor.process(job);
            return work != null
                    ? work
                    : Uni.createFrom().failure(new IllegalStateException("the processor returned null"));
        } catch (Throwable e) {
            return Uni.createFrom().failure(e);
        }
    }

    private static void end(AtomicBoolean ended, Completion completion, Outcome outcome) {
        if (ended.compareAndSet(false, true)) {
            completion.ended(0, outcome);
        }
    }
}
