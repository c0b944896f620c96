package dev.streamlane.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * When a cron expression ticks in a time zone. It has the five fields of UNIX, or six with seconds before them.
 *
 * <p>Where clocks are put forward, a tick in the hour that is left out comes at its end; where they are put back, a tick in
 * the hour that comes twice comes the first time only. An expression for every hour (its field of hours begins with {@code
 * *}) goes by elapsed time instead, and neither makes up for an hour that is left out nor leaves out one that comes twice.
 */
public final class Ticks {
    private static final int UNIX_FIELDS = 5;
    /** Ticks are whole seconds. */
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** How many changes of the clock to look beyond: two a year. */
    private static final int MAX_CHANGES = 20;

    private final ExecutionTime cron;
    private final boolean everyHour;
    private final ZoneRules rules;

    private Ticks(Cron cron, ZoneId zone) {
        this.cron = ExecutionTime.forCron(cron);
        this.everyHour =
                cron.retrieve(CronFieldName.HOUR).getExpression().asString().startsWith("*");
        this.rules = zone.getRules();
    }

    /** @throws IllegalArgumentException if it is no cron expression; its message is for nobody */
    public static Ticks of(String cron, ZoneId zone) {
        String fields = cron.strip();
        boolean unix = fields.split("\\s+").length == UNIX_FIELDS;
        return new Ticks(new CronParser(definition()).parse(unix ? "0 " + fields : fields), zone);
    }

    private static CronDefinition definition() {
        return CronDefinitionBuilder.defineCron()
                .withSeconds()
                .withStrictRange()
                .and()
                .withMinutes()
                .withStrictRange()
                .and()
                .withHours()
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .withStrictRange()
                .and()
                .withMonth()
                .withStrictRange()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .withStrictRange()
                .and()
                .instance();
    }

    /** The first tick after this time; empty if there is none for years, as on 30 February. */
    public Optional<Instant> next(Instant after) {
        Instant from = behindRepetition(after);
        for (int change = 0; change < MAX_CHANGES; change++) {
            Optional<Instant> tick = inOffset(from, rules.getOffset(from));
            ZoneOffsetTransition end = rules.nextTransition(from);
            if (end == null || tick.filter(end.getInstant()::isAfter).isPresent()) {
                return tick;
            }
            if (end.isGap() && !everyHour && leavesOut(end)) {
                return Optional.of(end.getInstant());
            }
            Instant begin = end.isOverlap() && !everyHour ? endOfRepetition(end) : end.getInstant();
            Optional<Instant> first =
                    inOffset(begin.minus(SECOND), rules.getOffset(begin)).filter(begin::equals);
            if (first.isPresent()) {
                return first;
            }
            from = begin;
        }
        return Optional.empty();
    }

    /** The last tick up to {@code now}, if {@code first} is a tick that is not after it. */
    public Instant last(Instant first, Instant now) {
        Instant tick = first;
        Instant high = now; // From here to now there is no tick but this one.
        Optional<Instant> later = next(tick);
        while (later.isPresent() && !later.get().isAfter(now)) {
            tick = later.get();
            Instant middle = tick.plus(Duration.between(tick, high).dividedBy(2));
            Optional<Instant> far = next(middle).filter(found -> !found.isAfter(now));
            if (far.isPresent()) {
                tick = far.get();
            } else {
                high = middle;
            }
            later = next(tick);
        }
        return tick;
    }

    /** If the clock has shown this time before, and that counts once: when it is past that. */
    private Instant behindRepetition(Instant time) {
        ZoneOffsetTransition last = rules.previousTransition(time.plusNanos(1));
        return !everyHour && last != null && last.isOverlap() && time.isBefore(endOfRepetition(last))
                ? endOfRepetition(last).minus(SECOND)
                : time;
    }

    private static Instant endOfRepetition(ZoneOffsetTransition overlap) {
        return overlap.getInstant().minus(overlap.getDuration());
    }

    private Optional<Instant> inOffset(Instant after, ZoneOffset offset) {
        return local(LocalDateTime.ofInstant(after, offset)).map(found -> found.toInstant(offset));
    }

    /** By a calendar in which no clock is ever changed. */
    private Optional<LocalDateTime> local(LocalDateTime after) {
        // Otherwise fractions of a second would go on to the tick.
        LocalDateTime whole = after.truncatedTo(ChronoUnit.SECONDS);
        return cron.nextExecution(whole.atZone(ZoneOffset.UTC)).map(found -> found.toLocalDateTime());
    }

    private boolean leavesOut(ZoneOffsetTransition gap) {
        return local(gap.getDateTimeBefore().minus(SECOND))
                .filter(gap.getDateTimeAfter()::isAfter)
                .isPresent();
    }
}
