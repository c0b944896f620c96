package dev.streamlane.schedule;

import java.time.ZoneId;
import java.util.Locale;

/**
 * When a schedule ticks.
 *
 * @param cron its cron expression
 * @param timeZone the name of the time zone that this is meant in
 * @param missed what becomes of missed ticks
 */
public record Schedule(String cron, String timeZone, Missed missed) {
    /** The header of each of its jobs that names the schedule. */
    public static final String NAME_HEADER = "streamlane-schedule";

    /** The header of each of its jobs that has the tick, such as {@code 2030-01-31T08:00:00Z}. */
    public static final String TICK_HEADER = "streamlane-tick";

    /**
     * @throws java.time.DateTimeException if there is no such time zone; {@link IllegalArgumentException} for the cron
     * expression
     */
    public Ticks ticks() {
        return Ticks.of(cron, ZoneId.of(timeZone));
    }

    /** As it is stored: three parts with bars between them, of which the last does not decide when it ticks. */
    public String text() {
        return cron + "|" + timeZone + "|" + missed.name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if it is not what {@link #text()} gives */
    public static Schedule parse(String text) {
        String[] parts = text.split("\\|", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a schedule: " + text);
        }
        return new Schedule(parts[0], parts[1], Missed.valueOf(parts[2].toUpperCase(Locale.ROOT)));
    }
}
