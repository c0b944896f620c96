package dev.streamlane.consumer;

import java.time.Duration;

/** Runs things later, on the thread that the partitions of a group run on. */
public interface Timers {
    /**
     * Runs {@code task} once after {@code delay}.
     *
     * @return cancels it: called on that thread before the task has begun, it keeps it from running; afterwards it is
     *     harmless
     */
    Runnable schedule(Duration delay, Runnable task);
}
