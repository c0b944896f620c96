package dev.streamlane.producer;

import java.time.Duration;
import java.time.Instant;

/** Examines when a job is to run. */
final class DueCheck {
    private final NewJob job;
    private final int index;
    private final Duration maxDelay;
    private final Violations wrong;

    DueCheck(NewJob job, int index, Duration maxDelay, Violations wrong) {
        this.job = job;
        this.index = index;
        this.maxDelay = maxDelay;
        this.wrong = wrong;
    }

    /**
     * When it is due; {@code null} if at once, or if something is wrong.
     *
     * @param now the local time in epoch milliseconds, by which a time too far away is refused; nothing else rests on it
     */
    Due due(long now) {
        if (job.runAt() == null) {
            return job.delay().isZero() ? null : delayed();
        }
        if (!job.delay().isZero()) {
            return refuse("runAt", null, "delay and runAt exclude each other");
        }
        return job.runAt().isAfter(Instant.ofEpochMilli(now).plus(maxDelay))
                ? refuse("runAt", maxDelay.toString(), "runAt may be at most " + maxDelay + " from now")
                : Due.at(job.runAt());
    }

    private Due delayed() {
        if (job.delay().isNegative() || job.delay().compareTo(maxDelay) > 0) {
            return refuse("delay", maxDelay.toString(), "delay must be from PT0S (none) to " + maxDelay);
        }
        return Due.after(job.delay());
    }

    private Due refuse(String field, Object limit, String message) {
        wrong.add(index, field, limit, message);
        return null;
    }
}
