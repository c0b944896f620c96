package dev.streamlane.config;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Stops the start of a service whose configuration cannot work. */
@Singleton
final class ConfigCheck {
    /** Before every other observer, so that nothing has begun that would have to be undone. */
    private static final int FIRST = 1;

    private final StreamlaneConfig config;

    ConfigCheck(StreamlaneConfig config) {
        this.config = config;
    }

    void onStart(@Observes @Priority(FIRST) StartupEvent event) {
        List<String> broken = ConfigRules.broken(config);
        if (!broken.isEmpty()) {
            throw new ConfigurationException("The configuration cannot work: " + String.join("; ", broken));
        }
    }
}
