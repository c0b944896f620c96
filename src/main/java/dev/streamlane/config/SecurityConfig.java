package dev.streamlane.config;

import io.smallrye.config.WithDefault;

/** Who may do what over HTTP ({@code streamlane.security}). */
public interface SecurityConfig {
    /** Whether everybody who reaches this service may do everything. */
    @WithDefault("true")
    boolean open();
}
