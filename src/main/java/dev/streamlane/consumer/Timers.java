package dev.streamlane.consumer;

import java.time.Duration;

/** Runs things later, on the thread that the partitions of a group run on. */
public interface Timers {
    /**
     * Runs {@code task} once after {@code delay}.
     *
     * @return cancels it; harmless when it has run
     */
    Runnable schedule(Duration delay, Runnable task);
}
