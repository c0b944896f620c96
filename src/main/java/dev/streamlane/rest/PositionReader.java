package dev.streamlane.rest;

import com.fasterxml.jackson.core.JsonToken;
import dev.streamlane.group.Position;
import java.io.IOException;
import java.time.Instant;

/** Reads where a group is to begin from the bytes of a request: an object with one field. */
final class PositionReader {
    private PositionReader() {}

    /**
     * Reads it.
     *
     * @param field what the field is called
     * @param now no instant may be after this
     * @param absent what it is if the field is not there; {@code null} if it must be
     * @throws ProblemException if it is not JSON
     * @throws dev.streamlane.producer.InvalidRequestException if it is something else
     */
    static Position read(byte[] bytes, String field, Instant now, Position absent) {
        return RequestParser.read(bytes, 0, bytes.length, request -> {
            Position position = absent;
            boolean answered = absent != null;
            if (!request.isObject(-1, field, "the body must be an object")) {
                return position;
            }
            while (request.json().nextToken() == JsonToken.FIELD_NAME) {
                String name = request.json().currentName();
                boolean empty = request.json().nextToken() == JsonToken.VALUE_NULL;
                if (!name.equals(field)) {
                    request.unknown(-1, name, field);
                    answered = true;
                } else if (!empty) {
                    position = position(request, field, now);
                    answered = true;
                }
            }
            if (!answered) {
                refuse(request, field);
            }
            return position;
        });
    }

    private static Position position(RequestParser request, String field, Instant now) throws IOException {
        try {
            String text = request.text(-1, field);
            return text == null ? null : Position.parse(text, now);
        } catch (IllegalArgumentException e) {
            refuse(request, field);
            return null;
        }
    }

    private static void refuse(RequestParser request, String field) throws IOException {
        request.refuse(-1, field, field + " must be " + Position.LEGAL);
    }
}
