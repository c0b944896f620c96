package dev.streamlane.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.streamlane.producer.InvalidRequestException;
import dev.streamlane.producer.JsonText;
import dev.streamlane.producer.NewStream;
import java.io.IOException;

/** Reads a stream that is to be added from the bytes of a request. */
final class NewStreamReader {
    private static final String NAME = "dataStreamName";
    private static final String INFO = "info";
    /** In place of a job's place in its batch. */
    private static final int NO_INDEX = -1;

    private NewStreamReader() {}

    /**
     * Reads a stream.
     *
     * @throws ProblemException if it is not JSON
     * @throws InvalidRequestException if it is not a stream
     */
    static NewStream read(byte[] bytes) {
        return RequestParser.read(bytes, 0, bytes.length, NewStreamReader::stream);
    }

    private static NewStream stream(RequestParser request) throws IOException {
        String name = null;
        JsonText info = null;
        if (request.isObject(NO_INDEX, NAME, "the body must be an object with the field " + NAME)) {
            JsonParser parser = request.json();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                switch (field) {
                    case NAME -> name = request.text(NO_INDEX, NAME);
                    case INFO -> info = info(request);
                    default -> request.unknown(NO_INDEX, field, NAME + ", " + INFO);
                }
            }
        }
        return new NewStream(name, info);
    }

    private static JsonText info(RequestParser request) throws IOException {
        boolean given = request.json().currentToken() != JsonToken.VALUE_NULL;
        return given && request.isObject(NO_INDEX, INFO, INFO + " must be an object") ? request.value() : null;
    }
}
