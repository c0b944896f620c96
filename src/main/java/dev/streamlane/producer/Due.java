package dev.streamlane.producer;

import java.time.Duration;
import java.time.Instant;

/**
 * When a delayed job is due. Redis' clock decides, so a delay counts from the moment at which Redis takes the job.
 *
 * @param millis milliseconds, of a delay or since 1970
 * @param fromNow whether it is a delay
 */
public record Due(long millis, boolean fromNow) {
    /** After a delay, rounded up to milliseconds. */
    static Due after(Duration delay) {
        return new Due(up(delay.toMillis(), delay.getNano()), true);
    }

    /** At a time, rounded up to milliseconds. */
    static Due at(Instant time) {
        // Whatever is that long ago is equally due.
        return time.isBefore(Instant.EPOCH)
                ? new Due(0, false)
                : new Due(up(time.toEpochMilli(), time.getNano()), false);
    }

    private static long up(long millis, int nanos) {
        return nanos % 1_000_000 == 0 ? millis : millis + 1;
    }
}
