package dev.streamlane.stats;

import dev.streamlane.coordination.Ticker;
import java.time.Duration;

/**
 * The attempts of one group or service, all of them and the recent ones. For any thread; a lock costs less than counters
 * that do without, as a group has but one thread that counts, and nearly nobody looks.
 */
final class Activity<R extends Enum<R>> {
    private final Tally<R> all;
    private final Window<R> recent;

    /** @param kind how attempts may end */
    Activity(Class<R> kind, Ticker ticker) {
        this.all = new Tally<>(kind);
        this.recent = new Window<>(kind, ticker);
    }

    synchronized void ended(R result, Duration took) {
        long nanos = took.toNanos();
        all.add(result, nanos);
        recent.add(result, nanos);
    }

    synchronized Processed<R> all() {
        return all.processed();
    }

    synchronized Processed<R> recent() {
        return recent.processed();
    }
}
