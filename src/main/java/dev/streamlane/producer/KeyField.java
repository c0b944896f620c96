package dev.streamlane.producer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The key that a payload holds.
 *
 * @param key its text, or {@code null} if there is none
 * @param problem why there is none, as the end of a sentence, or {@code null}
 */
public record KeyField(String key, String problem) {
    /** Reads one field of a payload without building a tree of it. */
    public static KeyField of(String payload, String field) {
        try (JsonParser parser = JsonText.STRICT.createParser(payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return none("names a field, but the payload is not an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = field.equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (found) {
                    return of(value, parser);
                }
                parser.skipChildren();
            }
            return none("names a field that the payload does not have");
        } catch (IOException e) {
            return none("cannot be used: the payload is not legal JSON");
        }
    }

    private static KeyField of(JsonToken value, JsonParser parser) throws IOException {
        return switch (value) {
            case VALUE_STRING -> new KeyField(parser.getText(), null);
            // In its shortest form, so that -0 and 0 are one key.
            case VALUE_NUMBER_INT -> new KeyField(parser.getBigIntegerValue().toString(), null);
            default -> none("names a field that is neither a string nor an integer");
        };
    }

    private static KeyField none(String problem) {
        return new KeyField(null, problem);
    }
}
