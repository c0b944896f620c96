package dev.streamlane.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.streamlane.producer.InvalidRequestException;
import dev.streamlane.producer.JsonText;
import dev.streamlane.producer.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes through the bytes of a request in one pass, and collects what is wrong with them. No tree is built: a value that is
 * to be kept as JSON is checked while it is skipped, and taken over as it stands.
 */
final class RequestParser {
    private static final int MAX_ERRORS = 100;

    private final byte[] bytes;
    /** Where the parser began; its offsets count from there. */
    private final int begin;

    private final JsonParser parser;
    private final List<Violation> wrong = new ArrayList<>();

    private RequestParser(byte[] bytes, int begin, JsonParser parser) {
        this.bytes = bytes;
        this.begin = begin;
        this.parser = parser;
    }

    /** What a request should consist of. */
    interface Grammar<T> {
        /** Reads it, beginning at its first token. */
        T read(RequestParser request) throws IOException;
    }

    /**
     * Reads one JSON text.
     *
     * @throws ProblemException if it is not JSON
     * @throws InvalidRequestException if the grammar has refused something
     */
    static <T> T read(byte[] bytes, int from, int to, Grammar<T> grammar) {
        try (JsonParser parser = StrictJson.parser(bytes, from, to)) {
            RequestParser request = new RequestParser(bytes, from, parser);
            parser.nextToken();
            T result = grammar.read(request);
            StrictJson.requireEnd(parser);
            request.throwIfWrong();
            return result;
        } catch (JsonProcessingException e) {
            throw StrictJson.problem(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is now. */
    JsonParser json() {
        return parser;
    }

    /** The value that begins here, as it stands. */
    JsonText value() throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        // A text is read lazily: only then does the parser stand behind it.
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        return new JsonText(new String(bytes, begin + from, to - from, StandardCharsets.UTF_8));
    }

    /** The text that stands here; {@code null} for JSON's null, and if it is refused. */
    String text(int index, String field) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL -> null;
            default -> refuse(index, field, field + " must be a string");
        };
    }

    /** Whether an object begins here; anything else is refused. */
    boolean isObject(int index, String field, String message) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return true;
        }
        refuse(index, field, message);
        return false;
    }

    /** Refuses a field of that name. */
    void unknown(int index, String name, String known) throws IOException {
        refuse(index, Quote.of(name), "unknown field '" + Quote.of(name) + "'; known are " + known);
    }

    /** Notes what is wrong and goes on behind the value at fault. */
    String refuse(int index, String field, String message) throws IOException {
        note(index, field, null, message);
        parser.skipChildren();
        return null;
    }

    /** Notes what is wrong, with the limit that was passed, if it is about one. */
    void note(int index, String field, Object limit, String message) {
        if (wrong.size() < MAX_ERRORS) {
            wrong.add(new Violation(index, field, limit, message));
        }
    }

    private void throwIfWrong() {
        if (!wrong.isEmpty()) {
            throw new InvalidRequestException(wrong);
        }
    }
}
