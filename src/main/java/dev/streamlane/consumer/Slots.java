package dev.streamlane.consumer;

import dev.streamlane.permit.Permits;
import java.time.Duration;

/**
 * How many jobs of a group may run at a time in this process. While partitions want more than there are, each takes no more
 * than its share, so that one's jobs run while another waits for Redis to record its starts; and what comes free in small
 * numbers meanwhile is dealt out together. Confined to the group's thread.
 */
final class Slots {
    /** What is worth a call of Redis. */
    private static final int MIN_SHARE = 32;

    /**
     * How long to wait for Redis to answer one partition before others start their jobs: one server of a cluster may hang.
     */
    static final Duration PATIENCE = Duration.ofMillis(20);

    private final int max;
    private final Permits permits;
    private int free;
    private boolean contended;
    private int share;
    private int recording;
    private long asked;

    Slots(int max) {
        this(max, Permits.ANY);
    }

    /** @param permits what else bounds them */
    Slots(int max, Permits permits) {
        this.permits = permits;
        this.max = max;
        this.free = max;
        this.share = max;
    }

    /** How many one partition may take now. */
    int free() {
        return Math.min(Math.min(free, share), permits.portion());
    }

    /** {@code who} wants so many now, which may be more than there are. */
    void want(Object who, int count) {
        contended |= count > free || count > permits.available();
        permits.want(who, Math.min(count, free));
    }

    /** Calls {@code listener} whenever more may be free although none was given back. */
    void onMore(Runnable listener) {
        permits.onMore(listener);
    }

    /** No partition is consumed here any more. */
    void idle() {
        permits.idle();
    }

    /** Whether somebody has wanted more than there were since all had their turn. */
    boolean contended() {
        return contended;
    }

    /** All of so many partitions get their turn now, and say anew whether they want more than there are. */
    void shared(int partitions) {
        share = Math.max(Math.min(MIN_SHARE, max), max / Math.max(1, partitions));
        contended = false;
    }

    /** Starts are on their way to Redis, as of {@code now}. */
    void recording(long now) {
        recording++;
        asked = now;
    }

    /** Redis has answered, one way or the other. */
    void recorded() {
        recording--;
    }

    /** Whether to wait for more: few are free, and when Redis has answered those who asked before, all get a turn. */
    boolean scarce(long now) {
        return contended && free < share && recording > 0 && now - asked < PATIENCE.toNanos();
    }

    /**
     * {@code who} takes so many.
     *
     * @return the monotonic instant before which what they are for has to begin
     */
    long take(Object who, int count, long now) {
        free -= count;
        return permits.take(who, count, now);
    }

    void give(int count) {
        free += count;
        permits.give(count);
        if (!contended) {
            share = max;
        }
    }

    /** What they were taken for could not begin in time. */
    void late() {
        permits.late();
    }
}
