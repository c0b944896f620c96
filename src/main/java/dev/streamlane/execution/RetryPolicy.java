package dev.streamlane.execution;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Exponential back-off with jitter: before attempt n+1 wait {@code initial × 2^(n−1)}, at most {@code max}, of which a random
 * half to whole, so that jobs that failed together do not come back together.
 *
 * @param initial the back-off after the first attempt
 * @param max the longest back-off
 * @param random uniform in [0, 1)
 */
public record RetryPolicy(Duration initial, Duration max, DoubleSupplier random) {
    /** How long to wait after {@code attempts} attempts were used. */
    public Duration backoff(int attempts) {
        int doublings = Math.min(attempts - 1, 30);
        double full = Math.min((double) initial.toNanos() * (1L << doublings), (double) max.toNanos());
        return Duration.ofNanos((long) (full * (1 + random.getAsDouble()) / 2));
    }
}
