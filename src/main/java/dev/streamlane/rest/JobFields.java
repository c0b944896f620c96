package dev.streamlane.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.streamlane.producer.JsonText;
import dev.streamlane.producer.NewJob;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what a job consists of, field by field: everything but when it is to run, and its idempotency key. */
final class JobFields {
    private final RequestParser request;
    private final JsonParser parser;
    private final int index;
    private JsonText payload;
    private String key;
    private String partitionKey;
    private Duration timeout;
    private Map<String, String> headers;

    /** @param index the job's place in its batch, or -1 */
    JobFields(RequestParser request, int index) {
        this.request = request;
        this.parser = request.json();
        this.index = index;
    }

    /** Reads the value of a field, whose first token is the present one; whether a job has such a field. */
    boolean read(String name) throws IOException {
        switch (name) {
            case "payload" -> payload = request.value();
            case "key" -> key = key();
            case "partitionKey" -> partitionKey = request.text(index, name);
            case "timeout" -> timeout = timeout();
            case "headers" -> headers = headers();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The job. */
    NewJob job(Duration delay, Instant runAt) {
        return new NewJob(payload, key, partitionKey, timeout, headers, delay, runAt, null);
    }

    private String key() throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            // In its shortest form, so that -0 and 0 are one key.
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue().toString();
            case VALUE_NULL -> null;
            default -> request.refuse(index, "key", "key must be a string or an integer");
        };
    }

    private Duration timeout() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return Duration.ofSeconds(parser.getLongValue());
        }
        if (token != JsonToken.VALUE_NULL) {
            request.refuse(index, "timeout", "timeout must be a whole number of seconds");
        }
        return null;
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> read = new LinkedHashMap<>();
        if (parser.currentToken() == JsonToken.VALUE_NULL
                || !request.isObject(index, "headers", "headers must be an object of strings")) {
            return read;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                read.put(name, parser.getText());
            } else {
                request.refuse(index, "headers", "the header '" + Quote.of(name) + "' must be a string");
            }
        }
        return read;
    }
}
