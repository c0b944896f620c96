package dev.streamlane.consumer;

import dev.streamlane.execution.Failures;
import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.execution.ThreadInvocation;
import dev.streamlane.job.BatchJobProcessor;
import dev.streamlane.job.Job;
import dev.streamlane.logging.LogFields;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Calls a {@link BatchJobProcessor} on a thread that may block; the jobs of a failed batch go through it one by one. */
final class BatchInvoker implements Invoker {
    private final BatchJobProcessor<Object> processor;
    private final int batchSize;
    private final Executor threads;

    BatchInvoker(BatchJobProcessor<Object> processor, int batchSize, Executor threads) {
        this.processor = processor;
        this.batchSize = batchSize;
        this.threads = threads;
    }

    @Override
    public int maxJobs() {
        return batchSize;
    }

    @Override
    public Invocation invoke(List<Job<Object>> jobs, Completion completion) {
        // A processor may swallow the thread's interrupt; this flag stays.
        AtomicBoolean interrupted = new AtomicBoolean();
        ThreadInvocation invocation =
                new ThreadInvocation(() -> process(jobs, completion, interrupted), () -> forgo(jobs, completion));
        threads.execute(invocation);
        return () -> {
            interrupted.set(true);
            invocation.interrupt();
        };
    }

    private static void forgo(List<Job<Object>> jobs, Completion completion) {
        for (int i = 0; i < jobs.size(); i++) {
            completion.ended(i, Failures.NOT_BEGUN);
        }
    }

    private void process(List<Job<Object>> jobs, Completion completion, AtomicBoolean interrupted) {
        Outcome whole = process(jobs);
        boolean conclusive = whole == Outcome.DONE || jobs.size() == 1;
        for (int i = 0; i < jobs.size(); i++) {
            completion.ended(i, conclusive ? whole : processAgain(jobs.subList(i, i + 1), interrupted));
        }
    }

    private Outcome processAgain(List<Job<Object>> job, AtomicBoolean interrupted) {
        boolean stop = interrupted.get() || Thread.currentThread().isInterrupted();
        return stop ? new Outcome.Failed("its batch was interrupted") : process(job);
    }

    private Outcome process(List<Job<Object>> jobs) {
        return LogFields.during(JobFields.of(jobs), () -> call(jobs));
    }

    private Outcome call(List<Job<Object>> jobs) {
        try {
            processor.process(jobs);
            return Outcome.DONE;
        } catch (Throwable e) {
            return Failures.outcome(e);
        }
    }
}
