package dev.streamlane.consumer;

import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.job.Job;
import java.util.ArrayList;
import java.util.List;

/** A processor whose attempts end when the test says so. */
final class FakeInvoker implements Invoker {
    final List<Call> calls = new ArrayList<>();
    private final int maxJobs;

    /** Thrown instead of beginning, if set. */
    RuntimeException refusal;

    FakeInvoker(int maxJobs) {
        this.maxJobs = maxJobs;
    }

    @Override
    public int maxJobs() {
        return maxJobs;
    }

    @Override
    public Call invoke(List<Job<Object>> jobs, Completion completion) {
        if (refusal != null) {
            throw refusal;
        }
        Call call = new Call(List.copyOf(jobs), completion);
        calls.add(call);
        return call;
    }

    /** The entry IDs of all jobs that were started, in order. */
    List<String> started() {
        return calls.stream()
                .flatMap(call -> call.jobs.stream())
                .map(Job::entryId)
                .toList();
    }

    /** The latest call with the job of an entry. */
    Call call(String entryId) {
        return calls.stream()
                .filter(call -> call.jobs.stream().anyMatch(job -> job.entryId().equals(entryId)))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError(entryId + " was not started; these were: " + started()));
    }

    /** Calls that have not ended. */
    List<Call> running() {
        return calls.stream().filter(call -> call.unfinished > 0).toList();
    }

    static final class Call implements Invocation {
        final List<Job<Object>> jobs;
        private final Completion completion;
        private int unfinished;
        int interrupts;

        Call(List<Job<Object>> jobs, Completion completion) {
            this.jobs = jobs;
            this.completion = completion;
            this.unfinished = jobs.size();
        }

        Job<Object> job() {
            return jobs.get(0);
        }

        void done() {
            for (int i = 0; i < jobs.size(); i++) {
                end(i, Outcome.DONE);
            }
        }

        void fail(String error) {
            for (int i = 0; i < jobs.size(); i++) {
                end(i, new Outcome.Failed(error));
            }
        }

        void discard(String error) {
            for (int i = 0; i < jobs.size(); i++) {
                end(i, new Outcome.Discarded(error));
            }
        }

        void end(int index, Outcome outcome) {
            unfinished--;
            completion.ended(index, outcome);
        }

        @Override
        public void interrupt() {
            interrupts++;
        }
    }
}
