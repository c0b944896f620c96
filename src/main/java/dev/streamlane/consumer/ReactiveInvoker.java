package dev.streamlane.consumer;

import dev.streamlane.execution.Failures;
import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.execution.OwnContext;
import dev.streamlane.job.Job;
import dev.streamlane.job.ReactiveJobProcessor;
import dev.streamlane.logging.LogFields;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;
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
        Attempt attempt = new Attempt(completion);
        OwnContext.create().run(() -> begin(jobs.get(0), attempt));
        return attempt;
    }

    private void begin(Job<Object> job, Attempt attempt) {
        LogFields.put(JobFields.of(job));
        try {
            Uni<Void> work = processor.process(job);
            if (work == null) {
                throw new IllegalStateException("the processor returned null");
            }
            work.subscribe().withSubscriber(attempt);
        } catch (Throwable e) {
            attempt.onFailure(e);
        }
    }

    /** Hears of the end itself: around callbacks Mutiny would capture the context, for each job. */
    private static final class Attempt implements UniSubscriber<Void>, Invocation {
        private final Completion completion;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile UniSubscription subscription;

        Attempt(Completion completion) {
            this.completion = completion;
        }

        @Override
        public void onSubscribe(UniSubscription begun) {
            subscription = begun;
            if (ended.get()) {
                cancel();
            }
        }

        @Override
        public void onItem(Void done) {
            end(Outcome.DONE);
        }

        @Override
        public void onFailure(Throwable failure) {
            if (!end(Failures.outcome(failure))) {
                Infrastructure.handleDroppedException(failure);
            }
        }

        @Override
        public void interrupt() {
            end(Failures.outcome(new CancellationException("the attempt was cancelled")));
            if (subscription != null) {
                cancel();
            }
        }

        /** What the application has it do then may fail; the attempt is over all the same, and others have to end as well. */
        private void cancel() {
            try {
                subscription.cancel();
            } catch (Throwable e) {
                Infrastructure.handleDroppedException(e);
            }
        }

        private boolean end(Outcome outcome) {
            boolean first = ended.compareAndSet(false, true);
            if (first) {
                completion.ended(0, outcome);
            }
            return first;
        }
    }
}
