package dev.streamlane.streams;

import java.time.Duration;

/**
 * The limits of a stream service in this replica.
 *
 * @param maxStreams how many streams are processed at a time
 * @param lockTtl how long a lock, and a place among the replicas, hold after their last extension
 * @param maxAttempts how many attempts a stream has
 * @param handOverTimeout how long an interrupted processor may take to return before its stream is handed over without it
 * @param maxInfo the longest assignment, in bytes
 * @param initialBackoff the time before the second attempt
 * @param maxBackoff the longest time between two attempts
 * @param block how long one wait for new entries may last
 */
public record StreamSettings(
        int maxStreams,
        Duration lockTtl,
        int maxAttempts,
        Duration handOverTimeout,
        int maxInfo,
        Duration initialBackoff,
        Duration maxBackoff,
        Duration block) {
    /** How often to beat: thrice in a lock's life. */
    public Duration interval() {
        return lockTtl.dividedBy(3);
    }

    /**
     * How long a lock may be relied on, counted from the start of the call that set or extended it: a twentieth of its TTL
     * less, for clocks that run at different rates and for the time it takes to interrupt what runs.
     */
    public Duration trust() {
        return lockTtl.minus(lockTtl.dividedBy(20));
    }

    /** How soon to beat again after Redis was unreachable: several times within the TTL, at most ten times a second. */
    public Duration retry() {
        Duration fifteenth = lockTtl.dividedBy(15);
        return fifteenth.compareTo(MIN_RETRY) < 0 ? MIN_RETRY : fifteenth;
    }

    private static final Duration MIN_RETRY = Duration.ofMillis(100);
}
