package dev.streamlane.demo;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The examples' own settings; they mean nothing where the examples are not. */
// Known as early as the settings of which these are a branch, so that these are not taken for a misspelt one; and
// public for
// the validator, which is in another package.
@StaticInitSafe
@ConfigMapping(prefix = "streamlane.demo")
public interface DemoConfig {
    /** Whether the examples are there at all; decided when the application is built. */
    @WithDefault("false")
    boolean enabled();

    /** Whether this replica also produces the examples' jobs and streams, or only processes them. */
    @WithDefault("true")
    boolean producer();

    /** The example of load-balanced streams. */
    Orders orders();

    /** Settings of the example of load-balanced streams. */
    interface Orders {
        /** How many order streams are added at a time. */
        @WithDefault("5")
        @Min(1)
        @Max(10000)
        int count();

        /** The pause before the next are added. */
        @WithDefault("3s")
        Duration every();

        /**
         * How long a stream of high priority takes; one of normal priority takes twice, of low priority four times as long.
         */
        @WithDefault("1s")
        Duration work();

        /** How often statistics are logged. */
        @WithDefault("10s")
        Duration statistics();
    }
}
