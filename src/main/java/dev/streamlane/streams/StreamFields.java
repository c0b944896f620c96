package dev.streamlane.streams;

import static dev.streamlane.logging.LogFields.ATTEMPT;
import static dev.streamlane.logging.LogFields.SERVICE;
import static dev.streamlane.logging.LogFields.STREAM;

import dev.streamlane.logging.LogText;
import java.util.Map;

/** The fields that log lines about streams carry. */
final class StreamFields {
    private StreamFields() {}

    static Map<String, String> of(String service, String stream) {
        return Map.of(SERVICE, service, STREAM, LogText.name(stream));
    }

    static Map<String, String> of(String service, String stream, int attempt) {
        return Map.of(SERVICE, service, STREAM, LogText.name(stream), ATTEMPT, Integer.toString(attempt));
    }
}
