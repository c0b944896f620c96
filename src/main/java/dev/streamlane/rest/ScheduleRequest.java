package dev.streamlane.rest;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The form of a schedule in a request, for the API's description: {@link ScheduleReader} reads it without building one. */
@Schema(name = "NewSchedule")
record ScheduleRequest(
        @Schema(
                description = "Minute, hour, day of month, month, day of week; seconds may stand before them",
                required = true,
                example = "0 9 * * MON-FRI")
        String cron,

        @Schema(description = "In which that is meant; UTC by default", example = "Europe/Berlin")
        String timeZone,

        @Schema(
                description = "What becomes of ticks that no replica was there for",
                defaultValue = "once",
                enumeration = {"skip", "once", "all"})
        String missed,

        @Schema(description = "Whether it is not to tick", defaultValue = "false")
        Boolean paused,

        @Schema(description = "Of the job of each tick, as all that follows", required = true, example = "{}")
        Object payload,

        String key,
        String partitionKey,

        @Schema(minimum = "0", maximum = "604800") Long timeout,

        Map<String, String> headers) {}
