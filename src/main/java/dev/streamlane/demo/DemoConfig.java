package dev.streamlane.demo;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * The example's own settings; they mean nothing where the example is not. Known as early as the settings of which these are
 * a branch, so that these are not taken for a misspelt one.
 */
@StaticInitSafe
@ConfigMapping(prefix = "streamlane.demo")
interface DemoConfig {
    /** Whether the example is there at all; decided when the application is built. */
    @WithDefault("false")
    boolean enabled();

    /** Whether this replica also enqueues the example's jobs, or only processes them. */
    @WithDefault("true")
    boolean producer();
}
