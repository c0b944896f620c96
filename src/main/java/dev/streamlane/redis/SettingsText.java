package dev.streamlane.redis;

import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Locale;

/** A topic's settings as they are stored. */
final class SettingsText {
    /** The fields of the settings' hash, in the order of everything here. */
    static final List<String> FIELDS =
            List.of("partitions", "max_length", "overflow", "ordering", "max_attempts", "max_backlog");

    private SettingsText() {}

    static List<String> of(TopicSettings settings) {
        return List.of(
                String.valueOf(settings.partitions()),
                String.valueOf(settings.maxLength()),
                of(settings.overflow()),
                of(settings.ordering()),
                String.valueOf(settings.maxAttempts()),
                String.valueOf(settings.maxBacklog()));
    }

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** {@code null} if the topic does not exist. */
    static TopicSettings parse(Response values) {
        if (values.get(0) == null) {
            return null;
        }
        return new TopicSettings(
                values.get(0).toInteger(),
                values.get(1).toLong(),
                Overflow.valueOf(constant(values, 2)),
                Ordering.valueOf(constant(values, 3)),
                values.get(4).toInteger(),
                // A topic that was created by an older version has none.
                values.get(5) == null ? 0 : values.get(5).toLong());
    }

    private static String constant(Response values, int index) {
        return values.get(index).toString().toUpperCase(Locale.ROOT);
    }
}
