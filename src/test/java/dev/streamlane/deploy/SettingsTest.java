package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is set or named exists, so that no typing error stays unnoticed: nobody complains of an unknown variable. */
class SettingsTest {
    /** Not within another word or a path, and no file. */
    private static final Pattern KEY = Pattern.compile(
            "(?<![\\w./$-])(?:streamlane|quarkus)(?:\\.[a-z][a-z0-9-]*)+(?!\\.?[\\w-])(?<!\\.(?:json|yaml))");

    private static final Pattern VARIABLE = Pattern.compile("\\b(?:STREAMLANE|QUARKUS)(?:_[A-Z0-9]+)+\\b");

    static List<Path> files() {
        return Deploy.files();
    }

    static Stream<Path> kustomizations() {
        return Stream.concat(Stream.of(Deploy.BASE), Deploy.kustomizations(Deploy.COMPONENTS).stream());
    }

    @ParameterizedTest
    @MethodSource("files")
    void keysThatAreNamedExist(Path file) {
        assertThat(KEY.matcher(StrictYaml.text(file)).results())
                .extracting(MatchResult::group)
                .allMatch(Settings::isKey);
    }

    @ParameterizedTest
    @MethodSource("files")
    void variablesThatAreNamedExist(Path file) {
        assertThat(VARIABLE.matcher(StrictYaml.text(file)).results())
                .extracting(MatchResult::group)
                .allMatch(Settings::isRead);
    }

    @Test
    void variablesOfContainersAreRead() {
        assertThat(Deploy.manifests(Deploy.BASE))
                .flatExtracting(manifest -> PodTest.containers(manifest).toList())
                .flatExtracting(container -> container.getEnv())
                .extracting(variable -> variable.getName())
                .contains("POD_NAME", "QUARKUS_REDIS_HOSTS")
                .allMatch(Settings::isRead);
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void variablesOfTheConfigMapAreReadAndTheirValuesCanBe(Path directory) {
        var variables = Settings.variables(Kustomization.of(directory));

        assertThat(variables.keySet()).allMatch(Settings::isRead);
        assertThat(Settings.with(variables).heartbeat()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STREAMLANE_HEARTBEAT_TLL", "QUARKUS_REDIS_HOST", "QUARKUS_TLS_REDIS_TRUST_STORE_PEM_CERT"})
    void misspeltVariablesAreFound(String variable) {
        assertThat(Settings.isRead(variable)).isFalse();
    }

    @Test
    void keysAreFoundInComments() {
        Set<String> named = Deploy.files().stream()
                .flatMap(file -> KEY.matcher(StrictYaml.text(file)).results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());

        assertThat(named).contains("streamlane.heartbeat.interval", "quarkus.shutdown.timeout");
        assertThat(Settings.isKey("streamlane.heartbeat.tll")).isFalse();
    }
}
