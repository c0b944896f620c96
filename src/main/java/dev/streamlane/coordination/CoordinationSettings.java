package dev.streamlane.coordination;

import java.time.Duration;

/**
 * The timing of a coordinator.
 *
 * @param interval how often it beats
 * @param ttl how long a member and a lease outlive their last beat
 * @param rejoinTimeout how long a leaving member keeps its place; zero for dynamic membership
 */
public record CoordinationSettings(Duration interval, Duration ttl, Duration rejoinTimeout) {
    public CoordinationSettings {
        if (ttl.compareTo(interval.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("ttl " + ttl + " must be at least twice the interval " + interval);
        }
    }

    /**
     * How long a holder may rely on a lease, counted from the start of the attempt that renewed it: a twentieth of the TTL
     * less, for clocks that run at different rates and for the time it takes to interrupt what runs.
     */
    public Duration trust() {
        return ttl.minus(ttl.dividedBy(20));
    }

    /** The least time between two looks for leases past trust: several fit into the margin that trust leaves. */
    public Duration guardInterval() {
        Duration quarter = ttl.minus(trust()).dividedBy(4);
        return quarter.compareTo(MAX_GUARD_INTERVAL) < 0 ? quarter : MAX_GUARD_INTERVAL;
    }

    /** How soon to beat again after Redis was unreachable: several times within the TTL, at most ten times a second. */
    public Duration retry() {
        Duration fifth = interval.dividedBy(5);
        return fifth.compareTo(MIN_RETRY) < 0 ? MIN_RETRY : fifth;
    }

    private static final Duration MIN_RETRY = Duration.ofMillis(100);
    private static final Duration MAX_GUARD_INTERVAL = Duration.ofMillis(100);
}
