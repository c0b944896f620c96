package dev.streamlane.config;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Who may do what over HTTP ({@code streamlane.security}). */
public interface SecurityConfig {
    /**
     * Whether everybody who reaches this service may do everything. If nothing is said, that is so in dev mode and in tests,
     * and in no package, whatever its profile but {@code demo}, the packaged example's. Where it is not so, the service
     * starts only with API keys, or with another authentication mechanism of Quarkus.
     */
    Optional<Boolean> open();

    /**
     * Whether the application gives an authentication mechanism in code, by Quarkus' {@code HttpSecurity}. The start does not
     * see such a one; all others count without this.
     */
    @WithDefault("false")
    boolean external();

    /** API keys, by names that the audit log shows; of the same characters as a group. */
    Map<String, Key> keys();

    /**
     * A file with more API keys, one a line: {@code name:roles:hash}. It is read again within seconds after it has changed;
     * one with a fault changes nothing.
     */
    Optional<Path> keysFile();

    /** An API key, known by its hash. */
    interface Key {
        /** {@code sha256:} and the SHA-256 of the key, 64 hexadecimal digits as {@code sha256sum} prints them. */
        String hash();

        /** What it is for: {@code producer}, {@code viewer} or {@code operator}, or several of them, separated by commas. */
        String roles();
    }
}
