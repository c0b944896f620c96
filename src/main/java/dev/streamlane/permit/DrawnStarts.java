package dev.streamlane.permit;

import java.time.Duration;

/**
 * Starts of a group's jobs that this process has drawn, and how many to draw. They have to be decided on soon, because they
 * count from when they were given: within a time that becomes longer where Redis takes long. Not for use by several threads.
 */
final class DrawnStarts {
    private final boolean bounded;
    private final Duration usual;
    private final int max;
    private Duration lapse;
    private Duration drawnFor;
    private int left;
    private int given;
    private String slice = "";
    private long sent;
    private long until;
    private boolean tooLate;

    /** @param max how many there is use for at most */
    DrawnStarts(GroupLimits limits, int max, long now) {
        this.bounded = limits.boundsStarts();
        this.usual = limits.lapse();
        this.lapse = usual;
        this.drawnFor = usual;
        this.max = max;
        this.sent = now;
        this.until = now;
    }

    /** How many attempts may begin, as of {@code now}. */
    int free(long now) {
        if (!bounded) {
            return Integer.MAX_VALUE;
        }
        return now - until < 0 ? left : 0;
    }

    /**
     * Attempts are to begin.
     *
     * @return the monotonic instant before which they have to
     */
    long take(int count, long now) {
        if (!bounded) {
            return now + Long.MAX_VALUE;
        }
        left -= count;
        return until + (until - sent);
    }

    /** How many were drawn, and are not used. */
    int unused() {
        return left;
    }

    /** When these were given. */
    String slice() {
        return slice;
    }

    /** The time within which what was asked for last has to be decided on, from then. */
    Duration lapse() {
        return drawnFor;
    }

    /** How long after it was asked for the last of it may begin. */
    Duration delay() {
        return drawnFor.multipliedBy(2);
    }

    /**
     * It asks at {@code now}, and what is left goes back.
     *
     * @param wanted how many are to begin now
     * @return how many there is use for soon: a portion that was used up in time was too small
     */
    int ask(int wanted, long now) {
        if (!bounded) {
            return 0;
        }
        boolean usedUp = left == 0 && now - until < 0;
        int portion = wanted > 0 && usedUp ? Math.min(max, 2 * given) : 0;
        drawnFor = lapse;
        left = 0;
        sent = now;
        until = now;
        return portion;
    }

    /** So many were given, as is known at {@code now}. */
    void answered(int count, String when, long now) {
        given = count;
        left = count;
        slice = when;
        until = sent + drawnFor.toNanos();
        Duration took = Duration.ofNanos(now - sent);
        boolean inTime = took.compareTo(drawnFor) < 0;
        tooLate = given > 0 && !inTime && drawnFor.equals(GroupLimits.LONGEST_LAPSE);
        if (given > 0 && !inTime) {
            late();
        } else if (took.multipliedBy(4).compareTo(drawnFor) < 0) {
            Duration half = drawnFor.dividedBy(2);
            lapse = half.compareTo(usual) < 0 ? usual : half;
        }
    }

    /** What was drawn could not be used in time: next time there is more. */
    void late() {
        Duration twice = lapse.multipliedBy(2);
        lapse = twice.compareTo(GroupLimits.LONGEST_LAPSE) < 0 ? twice : GroupLimits.LONGEST_LAPSE;
    }

    /** Whether Redis takes so long that nothing can be used in time. */
    boolean tooLate() {
        return tooLate;
    }
}
