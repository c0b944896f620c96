package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.schedule.Schedules.Stored;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A schedule. What does not apply is left out; in lists, also what its job consists of.
 *
 * @param name its name
 * @param cron its cron expression
 * @param timeZone in which that is meant
 * @param missed what becomes of missed ticks: {@code skip}, {@code once} or {@code all}
 * @param paused whether it is not to tick
 * @param next its next tick
 * @param partition the partition of its jobs
 * @param payload its job's payload
 * @param key its job's key
 * @param partitionKey the name of the payload's field that holds the key
 * @param timeout seconds for an attempt of its job, 0 for the consumer's default
 * @param headers its job's headers, with those that each tick sets
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScheduleView(
        String name,
        String cron,
        String timeZone,
        String missed,
        boolean paused,
        Instant next,
        int partition,
        @Schema(implementation = Object.class) @JsonRawValue String payload,
        String key,
        String partitionKey,
        Long timeout,
        @Schema(implementation = Object.class) @JsonRawValue String headers) {
    static ScheduleView of(Stored stored) {
        NewEntry job = stored.job();
        boolean named = job != null && !job.partitionKey().isEmpty();
        return new ScheduleView(
                stored.name(),
                stored.schedule().cron(),
                stored.schedule().timeZone(),
                stored.schedule().missed().name().toLowerCase(Locale.ROOT),
                stored.next().isEmpty(),
                stored.next().orElse(null),
                stored.partition(),
                job == null ? null : job.payload(),
                job == null || named ? null : job.key(),
                named ? job.partitionKey() : null,
                job == null ? null : job.timeoutSeconds(),
                job == null ? null : job.headers());
    }
}
