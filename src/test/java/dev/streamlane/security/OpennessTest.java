package dev.streamlane.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.config.StreamlaneConfig;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpennessTest {
    @ParameterizedTest
    @CsvSource({"DEVELOPMENT, true", "TEST, true", "NORMAL, false"})
    void onlyWhoDevelopsOrTestsFindsItOpenUnasked(LaunchMode mode, boolean open) {
        assertThat(new Openness(config("prod", Map.of()), mode).isOpen()).isEqualTo(open);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "test", "prod"})
    void noProfileOpensWhatIsInProduction(String profile) {
        assertThat(new Openness(config(profile, Map.of()), LaunchMode.NORMAL).isOpen())
                .isFalse();
    }

    @Test
    void whatIsSaidCounts() {
        assertThat(new Openness(config("prod", Map.of("streamlane.security.open", "true")), LaunchMode.NORMAL).isOpen())
                .isTrue();
        assertThat(new Openness(config("dev", Map.of("streamlane.security.open", "false")), LaunchMode.DEVELOPMENT)
                        .isOpen())
                .isFalse();
    }

    /** With what Streamlane brings itself. */
    private static StreamlaneConfig config(String profile, Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withProfile(profile)
                .withMapping(StreamlaneConfig.class)
                .withMappingIgnore("streamlane.demo.**")
                .addDiscoveredConverters()
                .addPropertiesSources()
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(StreamlaneConfig.class);
    }
}
