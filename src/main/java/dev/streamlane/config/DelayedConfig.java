package dev.streamlane.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Delayed jobs ({@code streamlane.delayed}): kept back until they are due. */
public interface DelayedConfig {
    /** The longest delay, and how far away the time may be at which a job is to run. */
    @WithDefault("365d")
    Duration maxDelay();

    /**
     * How many delayed jobs a partition may have before further ones are answered 429. By so many entries due jobs may
     * exceed the partition's {@code max-length}.
     */
    @WithDefault("100000")
    @Min(1)
    @Max(10000000)
    long maxJobs();
}
