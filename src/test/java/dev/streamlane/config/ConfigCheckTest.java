package dev.streamlane.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigCheckTest {
    @Test
    void aServiceWithTheDefaultsStarts() {
        ConfigCheck check = new ConfigCheck(ConfigRulesTest.config(Map.of()));

        assertThatCode(() -> check.onStart(new StartupEvent())).doesNotThrowAnyException();
    }

    @Test
    void allThatIsWrongStopsTheStartInOneMessage() {
        ConfigCheck check =
                new ConfigCheck(ConfigRulesTest.config(Map.of("heartbeat.ttl", "8s", "consumer.drain-timeout", "-1s")));

        assertThatThrownBy(() -> check.onStart(new StartupEvent()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The configuration cannot work: streamlane.heartbeat.ttl is 8s, but must be at least 10s,"
                        + " twice streamlane.heartbeat.interval (5s); streamlane.consumer.drain-timeout is -1s,"
                        + " but must not be negative");
    }
}
