package dev.streamlane.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Bounds of all replicas of a group together ({@code streamlane.groups."<topic>/<group>"}); no variable can name it. */
public interface GroupConfig {
    /** How many jobs of the group run at a time on all replicas together; 0 for any number. */
    @WithDefault("0")
    @Min(0)
    int maxConcurrent();

    /**
     * How many attempts of the group's jobs begin in any {@link #rateInterval()}, on all replicas together; 0 for any
     * number.
     */
    @WithDefault("0")
    @Min(0)
    int maxRate();

    /** The time in which {@link #maxRate()} attempts may begin; from a second to a day. */
    @WithDefault("1s")
    Duration rateInterval();
}
