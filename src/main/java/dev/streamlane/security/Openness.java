package dev.streamlane.security;

import dev.streamlane.config.StreamlaneConfig;
import io.quarkus.runtime.LaunchMode;
import jakarta.inject.Singleton;

/** Whether everybody who reaches this service may do everything. */
@Singleton
class Openness {
    private final boolean open;

    Openness(StreamlaneConfig config, LaunchMode mode) {
        // Not by the profile, which anybody may give to a package that is in production.
        this.open = config.security().open().orElse(mode != LaunchMode.NORMAL);
    }

    boolean isOpen() {
        return open;
    }
}
