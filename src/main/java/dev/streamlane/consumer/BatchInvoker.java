package dev.streamlane.consumer;

import dev.streamlane.job.BatchJobProcessor;
import dev.streamlane.job.Job;
import java.util.List;
import java.util.concurrent.Executor;

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
        ThreadInvocation invocation = new ThreadInvocation(() -> process(jobs, completion));
        threads.execute(invocation);
        return invocation;
    }

    private void process(List<Job<Object>> jobs, Completion completion) {
        Outcome whole = process(jobs);
        boolean conclusive = whole == Outcome.DONE || jobs.size() == 1;
        for (int i = 0; i < jobs.size(); i++) {
            completion.ended(i, conclusive ? whole : processAgain(jobs.subList(i, i + 1)));
        }
    }

    private Outcome processAgain(List<Job<Object>> job) {
        return Thread.currentThread().isInterrupted() ? new Outcome.Failed("its batch was interrupted") : process(job);
    }

    private Outcome process(List<Job<Object>> jobs) {
        try {
            processor.process(jobs);
            return Outcome.DONE;
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return Failures.outcome(e);
        }
    }
}
