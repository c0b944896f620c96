package dev.streamlane.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Schedules ({@code streamlane.schedules}): recurring jobs. */
public interface SchedulesConfig {
    /** How many schedules may stand with a partition before further ones are answered 422. */
    @WithDefault("1000")
    @Min(1)
    @Max(10000)
    int maxPerPartition();

    /** The largest payload of a schedule's job, in characters of its JSON text. */
    @WithDefault("65536")
    @Min(1)
    @Max(1048576)
    int maxPayload();
}
