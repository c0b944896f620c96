package dev.streamlane.consumer;

import dev.streamlane.execution.Failures;
import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.execution.ThreadInvocation;
import dev.streamlane.job.Job;
import dev.streamlane.job.JobProcessor;
import dev.streamlane.logging.LogFields;
import java.util.List;
import java.util.concurrent.Executor;

/** Calls a {@link JobProcessor} on a thread that may block. */
final class BlockingInvoker implements Invoker {
    private final JobProcessor<Object> processor;
    private final Executor threads;

    BlockingInvoker(JobProcessor<Object> processor, Executor threads) {
        this.processor = processor;
        this.threads = threads;
    }

    @Override
    public int maxJobs() {
        return 1;
    }

    @Override
    public Invocation invoke(List<Job<Object>> jobs, Completion completion) {
        Job<Object> job = jobs.get(0);
        ThreadInvocation invocation = new ThreadInvocation(
                () -> completion.ended(0, LogFields.during(JobFields.of(job), () -> process(job))),
                () -> completion.ended(0, Failures.NOT_BEGUN));
        threads.execute(invocation);
        return invocation;
    }

    private Outcome process(Job<Object> job) {
        try {
            processor.process(job);
            return Outcome.DONE;
        } catch (Throwable e) {
            return Failures.outcome(e);
        }
    }
}
