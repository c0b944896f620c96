package dev.streamlane.coordination;

import java.time.Duration;

/** A monotonic clock that stands still until it is told to go on. It starts near its overflow, where careless arithmetic fails. */
final class ManualTicker implements Ticker {
    private volatile long nanos = Long.MAX_VALUE - Duration.ofSeconds(7).toNanos();

    @Override
    public long nanos() {
        return nanos;
    }

    synchronized void advance(Duration time) {
        nanos += time.toNanos();
    }
}
