package dev.streamlane.coordination;

/** The local monotonic clock: it measures intervals and judges trust in leases, and nothing that is stored. */
@FunctionalInterface
public interface Ticker {
    /** Nanoseconds from an arbitrary origin, as {@link System#nanoTime()}: compare by subtraction only. */
    long nanos();
}
