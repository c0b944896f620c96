package dev.streamlane.producer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Objects;

/**
 * A payload, or the info of a stream, that is JSON text already and is stored as it stands, byte for byte.
 *
 * @param text one JSON value which some strict parser has just read; it is not read again. For text of unknown origin use
 *     {@link #parse}
 */
public record JsonText(String text) {
    /** Repeated names are refused: readers disagree on which of them counts. */
    static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    public JsonText {
        Objects.requireNonNull(text, "text");
    }

    /**
     * Checks a text.
     *
     * @throws IllegalArgumentException if it is not one JSON value, with nothing behind it
     */
    public static JsonText parse(String text) {
        if (!Unicode.wellFormed(text)) {
            throw new IllegalArgumentException("half of a surrogate pair is no character");
        }
        try (JsonParser parser = STRICT.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("an empty text is not a JSON value");
            }
            parser.skipChildren();
            parser.finishToken();
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("there is more than one JSON value");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a JSON value: " + e.getMessage(), e);
        }
        return new JsonText(text);
    }
}
