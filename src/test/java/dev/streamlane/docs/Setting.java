package dev.streamlane.docs;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.demo.DemoConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A key of the configuration, as its mapping declares it.
 *
 * @param key its name
 * @param method what it is declared by
 * @param defaultValue as it would be written; empty if there is none
 */
public record Setting(String key, Method method, Optional<String> defaultValue) {
    /** All that Streamlane has, in no order. */
    public static List<Setting> all() {
        return Stream.of(StreamlaneConfig.class, DemoConfig.class)
                .flatMap(mapping -> ConfigMappings.getProperties(ConfigClass.configClass(mapping)).entrySet().stream())
                .map(entry -> new Setting(
                        entry.getKey().replace(".*.", ".\"name\"."),
                        entry.getValue().getMethod(),
                        entry.getValue().hasDefaultValue()
                                ? Optional.of(entry.getValue().getDefaultValue())
                                : Optional.empty()))
                .toList();
    }

    /** The environment variable that sets it; none can name a topic and a group. */
    Optional<String> variable() {
        return key.startsWith("streamlane.groups.")
                ? Optional.empty()
                : Optional.of(key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
    }

    /** What its values may be. */
    String values() {
        Pattern pattern = method.getAnnotation(Pattern.class);
        return type(valueType()) + range() + (pattern == null ? "" : ", " + pattern.message());
    }

    /** What it holds, which may be missing. */
    private Class<?> valueType() {
        return method.getGenericReturnType() instanceof ParameterizedType optional
                        && optional.getActualTypeArguments()[0] instanceof Class<?> value
                ? value
                : method.getReturnType();
    }

    private static String type(Class<?> type) {
        if (type == Duration.class) {
            return "duration";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "`true` or `false`";
        }
        if (type == int.class || type == long.class || type == OptionalInt.class) {
            return "number";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(value -> "`" + value.toString().toLowerCase(Locale.ROOT) + "`")
                    .collect(Collectors.joining(" or "));
        }
        return "text";
    }

    private String range() {
        Min min = method.getAnnotation(Min.class);
        Max max = method.getAnnotation(Max.class);
        if (min == null) {
            return "";
        }
        return max == null ? " from " + min.value() + " on" : " from " + min.value() + " to " + max.value();
    }
}
