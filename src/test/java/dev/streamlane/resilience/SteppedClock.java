package dev.streamlane.resilience;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The host's wall clock, which somebody may set. */
final class SteppedClock extends Clock {
    private final Clock actual = Clock.systemUTC();
    private volatile Duration offset = Duration.ZERO;

    /** Sets it, by so much from the true time. */
    void set(Duration newOffset) {
        offset = newOffset;
    }

    @Override
    public Instant instant() {
        return actual.instant().plus(offset);
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
