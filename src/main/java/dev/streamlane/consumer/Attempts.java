package dev.streamlane.consumer;

import dev.streamlane.consumer.Held.Interruption;
import dev.streamlane.consumer.Invoker.Completion;
import dev.streamlane.consumer.JobDecoder.UndecodableException;
import dev.streamlane.consumer.JobEvents.Result;
import dev.streamlane.execution.Failures;
import dev.streamlane.execution.Invocation;
import dev.streamlane.execution.Outcome;
import dev.streamlane.job.Job;
import dev.streamlane.partition.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attempts that run in one partition. Confined to the group's thread. */
final class Attempts {
    private final GroupContext context;
    private final int partition;
    private final Listener listener;
    private final Map<String, Round> running = new LinkedHashMap<>();

    /** Hears how attempts ended, when the processor has really returned. */
    interface Listener {
        /** @param error why it failed; {@code null} if it is done */
        void ended(Held held, Result result, String error);
    }

    /** What one invocation of the processor runs. */
    private static final class Round {
        private final List<Held> held = new ArrayList<>();
        private final List<Job<Object>> jobs = new ArrayList<>();
        private final long startedAt;
        private int unfinished;
        private Invocation invocation;
        private Runnable cancelTimeout = () -> {};

        Round(long startedAt) {
            this.startedAt = startedAt;
        }

        void add(Held entry, Job<Object> job) {
            held.add(entry);
            jobs.add(job);
        }

        /** The shortest timeout of its jobs; zero if none has one. */
        Duration timeout() {
            Duration shortest = Duration.ZERO;
            for (Job<Object> job : jobs) {
                boolean shorter = shortest.isZero() || job.timeout().compareTo(shortest) < 0;
                shortest = !job.timeout().isZero() && shorter ? job.timeout() : shortest;
            }
            return shortest;
        }
    }

    Attempts(GroupContext context, int partition, Listener listener) {
        this.context = context;
        this.partition = partition;
        this.listener = listener;
    }

    /** The entry IDs of what runs. */
    Collection<String> ids() {
        return Collections.unmodifiableSet(running.keySet());
    }

    /** Starts entries whose start is recorded under {@code lease}; an undecodable one ends at once, discarded. */
    void start(List<Held> starting, Lease lease) {
        Round round = new Round(context.ticker().nanos());
        for (Held held : starting) {
            held.interrupted(Interruption.NONE);
            Job<Object> job;
            try {
                job = context.decoder().decode(held.body(), held.key(), partition, held.attempts() + 1, lease.epoch());
            } catch (UndecodableException e) {
                listener.ended(held, Result.DISCARDED, e.getMessage());
                continue;
            }
            if (held.attempts() > 0) {
                // It may be what made its batch time out: it must not do so to the same neighbours again.
                Round retry = new Round(round.startedAt);
                retry.add(held, job);
                run(retry);
            } else {
                round.add(held, job);
            }
            if (round.jobs.size() == context.invoker().maxJobs()) {
                run(round);
                round = new Round(round.startedAt);
            }
        }
        if (!round.jobs.isEmpty()) {
            run(round);
        }
    }

    /** Interrupts all that runs. */
    void interruptAll(Interruption reason) {
        List.copyOf(running.values()).forEach(round -> interrupt(round, reason));
    }

    private void run(Round round) {
        round.unfinished = round.jobs.size();
        for (int i = 0; i < round.unfinished; i++) {
            running.put(round.held.get(i).id(), round);
            context.events().started(context.group(), age(round.jobs.get(i)));
        }
        Completion completion = (index, outcome) -> context.thread().execute(() -> ended(round, index, outcome));
        try {
            round.invocation = context.invoker().invoke(round.jobs, completion);
        } catch (Throwable e) { // An OutOfMemoryError, for one, where no further thread can be had.
            round.invocation = () -> {};
            for (int i = 0; i < round.held.size(); i++) {
                completion.ended(i, Failures.outcome(e));
            }
        }
        if (!round.timeout().isZero()) {
            round.cancelTimeout =
                    context.timers().schedule(round.timeout(), () -> interrupt(round, Interruption.TIMEOUT));
        }
    }

    private void interrupt(Round round, Interruption reason) {
        for (Held held : round.held) {
            if (running.get(held.id()) == round && held.interruption() == Interruption.NONE) {
                held.interrupted(reason);
            }
        }
        round.invocation.interrupt();
    }

    private void ended(Round round, int index, Outcome outcome) {
        Held held = round.held.get(index);
        running.remove(held.id());
        if (--round.unfinished == 0) {
            round.cancelTimeout.run();
        }
        Result result = result(held.interruption(), outcome);
        context.events()
                .ended(
                        context.group(),
                        result,
                        Duration.ofNanos(context.ticker().nanos() - round.startedAt));
        listener.ended(held, result, error(result, outcome));
    }

    private static Result result(Interruption interruption, Outcome outcome) {
        return switch (interruption) {
            case LOST -> Result.ABANDONED;
            case TIMEOUT -> Result.TIMED_OUT;
            case DRAIN -> outcome instanceof Outcome.Failed ? Result.INTERRUPTED : concluded(outcome);
            case NONE -> concluded(outcome);
        };
    }

    private static Result concluded(Outcome outcome) {
        if (outcome instanceof Outcome.Done) {
            return Result.DONE;
        }
        return outcome instanceof Outcome.Discarded ? Result.DISCARDED : Result.FAILED;
    }

    private static String error(Result result, Outcome outcome) {
        if (result == Result.TIMED_OUT) {
            return "timed out";
        }
        if (outcome instanceof Outcome.Failed failed) {
            return failed.error();
        }
        return outcome instanceof Outcome.Discarded discarded ? discarded.error() : null;
    }

    private Duration age(Job<Object> job) {
        return Duration.between(job.enqueuedAt(), context.clock().instant());
    }
}
