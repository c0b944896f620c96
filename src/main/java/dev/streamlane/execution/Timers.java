package dev.streamlane.execution;

import java.time.Duration;

/** Runs things later, on the thread that what they belong to runs on. */
public interface Timers {
    /**
     * Runs {@code task} once after {@code delay}.
     *
     * @return cancels it: called on that thread before the task has begun, it keeps it from running; afterwards it is
     *     harmless
     */
    Runnable schedule(Duration delay, Runnable task);
}
