package dev.streamlane.producer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A value as JSON text.
 *
 * @param text the text, or {@code null} if there is none
 * @param problem why there is none, as the end of a sentence, or {@code null}
 */
record JsonForm(String text, String problem) {
    private static final JsonForm HALF = new JsonForm(null, "has " + Unicode.HALF);

    /** The form of any value: {@link JsonText} as it stands, everything else as Jackson writes it. */
    static JsonForm of(Object value, ObjectMapper mapper) {
        if (value instanceof JsonText given) {
            // It was read from whole characters; its escapes may still be halves.
            return Unicode.wellFormedEscapes(given.text()) ? new JsonForm(given.text(), null) : HALF;
        }
        try {
            String written = mapper.writeValueAsString(value);
            return Unicode.wellFormedEscapes(written) && Unicode.wellFormed(written)
                    ? new JsonForm(written, null)
                    : HALF;
        } catch (JsonProcessingException e) {
            return new JsonForm(null, "cannot be written as JSON: " + e.getOriginalMessage());
        }
    }
}
