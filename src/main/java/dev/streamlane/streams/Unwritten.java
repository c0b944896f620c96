package dev.streamlane.streams;

import dev.streamlane.execution.RetryPolicy;
import dev.streamlane.execution.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;

/**
 * What is still to be written because Redis did not answer. After a back-off one of all these calls is repeated, and the
 * others if that one was answered: so it makes no difference to Redis how many of them there are. Confined to one thread.
 */
final class Unwritten {
    /** A connection that broke is back by then. */
    private static final Duration SHORTEST = Duration.ofMillis(250);

    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** A call that was not answered. When it is repeated, and is not answered again, it adds itself again. */
    interface Call {
        /** Repeats it; the stage fails if it was not answered. */
        CompletionStage<?> make();
    }

    private final Timers timers;
    private final RetryPolicy backoff;
    private final Queue<Call> calls = new ArrayDeque<>();
    private int failures;
    private boolean scheduled;
    private Runnable cancel = () -> {};

    /** @param random uniform in [0, 1) */
    Unwritten(Timers timers, DoubleSupplier random) {
        this.timers = timers;
        this.backoff = new RetryPolicy(SHORTEST, LONGEST, random);
    }

    /** A call was not answered. */
    void add(Call call) {
        calls.add(call);
        schedule();
    }

    /** Redis answers again. */
    void repeatAll() {
        cancel.run();
        scheduled = false;
        failures = 0;
        List<Call> all = List.copyOf(calls);
        calls.clear();
        all.forEach(Call::make);
    }

    private void schedule() {
        if (!scheduled && !calls.isEmpty()) {
            scheduled = true;
            cancel = timers.schedule(backoff.backoff(++failures), this::repeatOne);
        }
    }

    private void repeatOne() {
        scheduled = false;
        calls.remove().make().whenComplete((done, failure) -> {
            if (failure == null) {
                repeatAll();
            } else {
                schedule();
            }
        });
    }
}
