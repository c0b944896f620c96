package dev.streamlane.permit;

import java.time.Duration;

/**
 * Starts of a group's jobs that this process has drawn, and how many to draw. They have to be decided on soon, because they
 * count from when they were given: within a time that becomes longer where Redis takes long. Not for use by several threads.
 */
final class DrawnStarts {
    /** For how long nothing has to have been late before less time is taken again. */
    static final Duration CALM = Duration.ofSeconds(10);

    private final boolean bounded;
    private final Duration usual;
    private final int max;
    private Duration lapse;
    private Duration drawnFor;
    private int left;
    private int given;
    private String countUntil = "";
    private long sent;
    private long until;
    private long lateAt;
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
        this.lateAt = now - CALM.toNanos();
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

    /** Until when these count, as it was granted. */
    String countUntil() {
        return countUntil;
    }

    /** How long they may still be decided on, as of {@code now}. */
    Duration left(long now) {
        return Duration.ofNanos(Math.max(0, until - now));
    }

    /** How long after it was asked for the last of it may begin. */
    Duration delay() {
        return drawnFor.multipliedBy(2);
    }

    /**
     * It asks at {@code now}, and what is left goes back.
     *
     * @param wanted how many are to begin now
     * @return how many there is use for soon: as many as were used last; twice as many as were given, if they were used up in time
     */
    int ask(int wanted, long now) {
        if (!bounded) {
            return 0;
        }
        boolean usedUp = left == 0 && now - until < 0;
        int used = usedUp ? 2 * given : given - left;
        drawnFor = lapse;
        given = 0;
        left = 0;
        sent = now;
        until = now;
        return wanted == 0 ? 0 : Math.min(max, used);
    }

    /** So many were given, as is known at {@code now}. */
    void answered(int count, String counting, long now) {
        given = count;
        left = count;
        countUntil = counting;
        until = sent + drawnFor.toNanos();
        Duration took = Duration.ofNanos(now - sent);
        boolean inTime = count == 0 || took.compareTo(drawnFor) < 0;
        tooLate = !inTime && drawnFor.equals(GroupLimits.LONGEST_LAPSE);
        if (!inTime) {
            late(now);
        } else if (now - lateAt >= CALM.toNanos() && took.multipliedBy(4).compareTo(drawnFor) < 0) {
            Duration half = drawnFor.dividedBy(2);
            lapse = half.compareTo(usual) < 0 ? usual : half;
        }
    }

    /** What was drawn could not be used in time: what is drawn from now on gets more. */
    void late(long now) {
        lateAt = now;
        Duration twice = drawnFor.multipliedBy(2);
        lapse = twice.compareTo(GroupLimits.LONGEST_LAPSE) < 0 ? twice : GroupLimits.LONGEST_LAPSE;
    }

    /** Whether Redis takes so long that nothing can be used in time. */
    boolean tooLate() {
        return tooLate;
    }
}
