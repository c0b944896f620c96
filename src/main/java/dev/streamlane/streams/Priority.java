package dev.streamlane.streams;

import java.util.Locale;
import java.util.Map;

/** How urgent a stream is, by the field {@code priority} of its info, as in the documented example. */
public enum Priority {
    HIGH,
    NORMAL,
    LOW;

    private static final String FIELD = "priority";

    /** The priority that an info names, in any case; {@link #NORMAL} if it names none of these. */
    static Priority of(Map<String, Object> info) {
        if (info.get(FIELD) instanceof String text) {
            for (Priority priority : values()) {
                if (priority.name().equals(text.toUpperCase(Locale.ROOT))) {
                    return priority;
                }
            }
        }
        return NORMAL;
    }
}
