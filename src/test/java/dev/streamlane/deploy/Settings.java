package dev.streamlane.deploy;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.docs.Setting;
import io.quarkus.opentelemetry.runtime.config.runtime.OTelRuntimeConfig;
import io.quarkus.opentelemetry.runtime.config.runtime.exporter.OtlpExporterRuntimeConfig;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.quarkus.runtime.shutdown.ShutdownConfig;
import io.quarkus.tls.runtime.config.TlsConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which settings there are: Streamlane's own, and those of Quarkus that somebody who deploys it may want. */
final class Settings {
    private static final List<Class<?>> QUARKUS = List.of(
            RedisConfig.class,
            TlsConfig.class,
            ShutdownConfig.class,
            OTelRuntimeConfig.class,
            OtlpExporterRuntimeConfig.class);

    /** What is no setting, but read all the same, see {@code Identity}. */
    private static final Set<String> OTHERS = Set.of("POD_NAME", "POD_IP");

    private Settings() {}

    /** Whether an environment variable sets something. */
    static boolean isRead(String variable) {
        return OTHERS.contains(variable) || keys().anyMatch(key -> variable.matches(asVariable(key)));
    }

    /** Whether there is a setting of this name, or some below it. */
    static boolean isKey(String name) {
        return keys().anyMatch(key -> name.matches(asPattern(key) + "|" + asPattern(parent(key))));
    }

    /** What a replica in a container with these variables is set to. */
    static StreamlaneConfig with(Map<String, String> variables) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(StreamlaneConfig.class)
                .withSources(new EnvConfigSource(variables, EnvConfigSource.ORDINAL))
                .build()
                .getConfigMapping(StreamlaneConfig.class);
    }

    /** The variables that every container of the service gets. */
    static Map<String, String> ofBase() {
        return variables(Kustomization.of(Deploy.BASE));
    }

    /** The variables that a kustomization adds to the service. */
    static Map<String, String> variables(Kustomization kustomization) {
        return kustomization.configMapGenerator().stream()
                .flatMap(generator -> generator.literals().stream())
                .map(literal -> literal.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (a, b) -> b, HashMap::new));
    }

    private static Stream<String> keys() {
        return Stream.concat(
                Setting.all().stream().map(Setting::key),
                QUARKUS.stream()
                        .flatMap(mapping ->
                                ConfigMappings.getProperties(ConfigClass.configClass(mapping)).keySet().stream()));
    }

    private static String parent(String key) {
        return key.substring(0, key.lastIndexOf('.'));
    }

    /** A star stands for a name that a user chooses. */
    private static String asPattern(String key) {
        return Stream.of(key.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[a-z][a-z0-9-]*"));
    }

    private static String asVariable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9*]", "_").replace("*", "[A-Z][A-Z0-9_]*");
    }
}
