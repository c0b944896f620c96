package dev.streamlane.permit;

import java.time.Duration;

/**
 * What all replicas of a group together keep to.
 *
 * @param maxConcurrent how many of its jobs run at a time; 0 for any number
 * @param maxRate how many attempts begin in any {@code interval}; 0 for any number
 * @param interval at least a second
 */
public record GroupLimits(int maxConcurrent, int maxRate, Duration interval) {
    /** The longest time within which a start has to be used. */
    static final Duration LONGEST_LAPSE = Duration.ofSeconds(1);

    private static final int SLICES = 50;
    private static final int LAPSES = 40;
    private static final int LOOKS = 20;
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(250);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);
    private static final Duration SHORTEST_LAPSE = Duration.ofMillis(50);

    /** How often to look whether others have given back starts that they have not used. */
    Duration look() {
        Duration look = interval.dividedBy(LOOKS);
        if (look.compareTo(SHORTEST_LOOK) < 0) {
            return SHORTEST_LOOK;
        }
        return look.compareTo(LONGEST_LOOK) < 0 ? look : LONGEST_LOOK;
    }

    /** By how much replicas that wait for starts ask at different times. */
    Duration jitter() {
        return slice().compareTo(SHORTEST_LOOK) < 0 ? slice() : SHORTEST_LOOK;
    }

    /** Whether there is a limit of how many jobs run at a time. */
    public boolean boundsRunning() {
        return maxConcurrent > 0;
    }

    /** Whether there is a limit of how many attempts begin. */
    public boolean boundsStarts() {
        return maxRate > 0;
    }

    /**
     * To what time starts are counted exactly. The coarser, the less Redis has to remember, and the less is made of the
     * rate.
     */
    public Duration slice() {
        return interval.dividedBy(SLICES);
    }

    /**
     * Within what time after it was asked for a start has to be decided on, where Redis is fast; the attempt has to begin
     * within that time again.
     */
    Duration lapse() {
        Duration lapse = interval.dividedBy(LAPSES);
        if (lapse.compareTo(SHORTEST_LAPSE) < 0) {
            return SHORTEST_LAPSE;
        }
        return lapse.compareTo(LONGEST_LAPSE) < 0 ? lapse : LONGEST_LAPSE;
    }
}
