package dev.streamlane.consumer;

import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.job.Job;
import java.util.List;

/** Calls a processor bean in its own manner. */
interface Invoker {
    /** The most jobs that one invocation takes. */
    int maxJobs();

    /**
     * Begins to process jobs and does not wait for them.
     *
     * @param jobs at least one and at most {@link #maxJobs()}
     * @param completion hears of the outcome of each job once, from any thread, not before the processor has returned
     */
    Invocation invoke(List<Job<Object>> jobs, Completion completion);

    /** Hears how jobs ended. */
    interface Completion {
        /** @param index which of the jobs, from 0 */
        void ended(int index, Outcome outcome);
    }
}
