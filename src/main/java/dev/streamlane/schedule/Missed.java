package dev.streamlane.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What becomes of ticks that no replica was there for. */
public enum Missed {
    /** None of them is made up for: a tick counts only if it is at most {@link #TOLERANCE} late. */
    SKIP,
    /** The last one is made up for. */
    ONCE,
    /** All are made up for, one after another. */
    ALL;

    /** How late a tick may be without being missed. */
    public static final Duration TOLERANCE = Duration.ofSeconds(10);

    /** If a schedule never ticks again, which it was made sure of, it is looked at in so long a time. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    /**
     * What to do about a tick that is due.
     *
     * @param fired the tick to add a job for, if any
     * @param next the tick after that
     */
    public record Plan(Optional<Instant> fired, Instant next) {}

    /**
     * Decides.
     *
     * @param due the tick that is due
     * @param now not before it
     */
    Plan plan(Ticks ticks, Instant due, Instant now) {
        Instant last = this == ALL ? due : ticks.last(due, now);
        boolean late = this == SKIP && last.isBefore(now.minus(TOLERANCE));
        return new Plan(
                late ? Optional.empty() : Optional.of(last), ticks.next(last).orElse(now.plus(NEVER)));
    }
}
