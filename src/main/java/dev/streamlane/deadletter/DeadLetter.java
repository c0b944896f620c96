package dev.streamlane.deadletter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A dead letter.
 *
 * @param id its entry ID among the dead letters; the time in it is when it came there
 * @param body the fields of the job or assignment, as they stood
 * @param death the fields that tell how it ended; see {@link #death(String)}
 * @param origin where it was
 */
public record DeadLetter(String id, Map<String, String> body, Map<String, String> death, Origin origin) {
    /** What a burial adds behind the fields of the job. */
    private static final Set<String> OF_DEATH =
            Set.of("group", "stream", "entry_id", "attempts", "error", "failed_at", "consumer");

    /**
     * A field with its name.
     *
     * @param name any
     * @param value any
     */
    public record Field(String name, String value) {}

    /**
     * Reads a letter. A job may have fields of its own of the same names; those of the burial are the last.
     *
     * @param origin what a stream's name says
     */
    public static DeadLetter of(String id, List<Field> fields, Function<String, Origin> origin) {
        Map<String, String> death = new LinkedHashMap<>();
        int end = fields.size();
        while (end > 0
                && OF_DEATH.contains(fields.get(end - 1).name())
                && !death.containsKey(fields.get(end - 1).name())) {
            end--;
            death.put(fields.get(end).name(), fields.get(end).value());
        }
        Map<String, String> body = new LinkedHashMap<>();
        fields.subList(0, end).forEach(field -> body.put(field.name(), field.value()));
        String stream = death.get("stream");
        return new DeadLetter(id, body, death, stream == null ? new Origin.Unknown() : origin.apply(stream));
    }

    /**
     * What is told of its end: {@code group}, {@code stream}, {@code entry_id}, {@code attempts}, {@code error}, {@code
     * failed_at} (seconds) or {@code consumer}; empty if it is not.
     */
    public String death(String field) {
        return death.getOrDefault(field, "");
    }

    /** What two lines about one death have in common. */
    String mark() {
        return death("group") + " " + death("stream") + " " + death("entry_id") + " " + death("failed_at");
    }

    /** About how many bytes of memory it takes. */
    long size() {
        long characters = death("error").length();
        for (Map.Entry<String, String> field : body.entrySet()) {
            characters += field.getKey().length() + field.getValue().length();
        }
        return characters;
    }
}
