package dev.streamlane.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is told to move. */
public final class ManualClock extends Clock {
    private Instant now = Instant.parse("2025-01-01T00:00:00Z");

    /** Moves it. */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** Nanoseconds since its beginning, as a monotonic clock counts them. */
    public synchronized long nanos() {
        return Duration.between(Instant.parse("2025-01-01T00:00:00Z"), now).toNanos();
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new IllegalStateException("this clock has one zone");
    }
}
