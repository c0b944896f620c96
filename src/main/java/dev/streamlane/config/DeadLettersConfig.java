package dev.streamlane.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** Jobs and streams that failed for good ({@code streamlane.dead-letters}). */
public interface DeadLettersConfig {
    /**
     * About how many dead letters of all topics are kept; the oldest go first. At the largest payload this many would
     * fill a large Redis, at a usual one it takes a hundred megabytes.
     */
    @WithDefault("100000")
    @Min(1)
    long maxLength();

    /**
     * How long a dead letter is kept, from when it came among the others; if absent, until there are too many. Looked at
     * once a minute.
     */
    Optional<Duration> maxAge();
}
