package dev.streamlane.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The service with tracing switched on, with a log file in JSON, and with processors that use both. */
public final class Observed implements QuarkusTestProfile {
    /** What {@code IfBuildProperty} of this profile's beans names. */
    public static final String PROPERTY = "test.observed";

    public static final String LOG_FILE = "target/observed.json.log";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                PROPERTY,
                "true",
                "quarkus.otel.sdk.disabled",
                "false",
                "quarkus.otel.traces.exporter",
                "none",
                "quarkus.log.file.json.enabled",
                "true",
                "quarkus.log.file.path",
                LOG_FILE,
                "streamlane.topics.partitions",
                "1",
                "streamlane.topics.max-attempts",
                "2",
                "streamlane.consumer.initial-backoff",
                "50ms");
    }
}
