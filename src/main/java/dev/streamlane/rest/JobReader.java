package dev.streamlane.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.streamlane.producer.InvalidRequestException;
import dev.streamlane.producer.JsonText;
import dev.streamlane.producer.NewJob;
import dev.streamlane.producer.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads jobs from the bytes of a request in one pass. No tree is built: a payload is checked while it is skipped, and
 * taken over as it stands.
 */
final class JobReader {
    private static final int MAX_ERRORS = 100;

    private final byte[] bytes;
    /** Where the parser began; its offsets count from there. */
    private final int begin;

    private final JsonParser parser;
    private final List<Violation> wrong = new ArrayList<>();

    private JobReader(byte[] bytes, int begin, JsonParser parser) {
        this.bytes = bytes;
        this.begin = begin;
        this.parser = parser;
    }

    /**
     * Reads one job.
     *
     * @throws ProblemException if it is not JSON
     * @throws InvalidRequestException if it is not a job
     */
    static NewJob job(byte[] bytes, int from, int to) {
        return read(bytes, from, to, reader -> reader.job(-1));
    }

    /**
     * Reads a batch of jobs.
     *
     * @param max how many it may have
     * @throws ProblemException if it is not JSON
     * @throws InvalidRequestException if it is not a batch of jobs
     */
    static List<NewJob> batch(byte[] bytes, int max) {
        return read(bytes, 0, bytes.length, reader -> reader.batch(max));
    }

    private interface Grammar<T> {
        T read(JobReader reader) throws IOException;
    }

    private static <T> T read(byte[] bytes, int from, int to, Grammar<T> grammar) {
        try (JsonParser parser = StrictJson.parser(bytes, from, to)) {
            JobReader reader = new JobReader(bytes, from, parser);
            parser.nextToken();
            T result = grammar.read(reader);
            StrictJson.requireEnd(parser);
            reader.throwIfWrong();
            return result;
        } catch (JsonProcessingException e) {
            throw StrictJson.problem(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<NewJob> batch(int max) throws IOException {
        List<NewJob> jobs = new ArrayList<>();
        if (!isObject(-1, "jobs", "the body must be an object with the field jobs")) {
            return jobs;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (!name.equals("jobs")) {
                unknown(-1, name, "jobs");
            } else if (value != JsonToken.START_ARRAY) {
                refuse(-1, name, "jobs must be an array");
            } else {
                jobs(jobs, max);
            }
        }
        return jobs;
    }

    private void jobs(List<NewJob> jobs, int max) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (jobs.size() == max) {
                String message = "a batch may have at most " + max + " jobs";
                throw new InvalidRequestException(List.of(new Violation(-1, "jobs", max, message)));
            }
            jobs.add(job(jobs.size()));
        }
    }

    private NewJob job(int index) throws IOException {
        if (!isObject(index, "payload", "a job must be an object with the field payload")) {
            return null;
        }
        JsonText payload = null;
        String key = null;
        String partitionKey = null;
        Duration timeout = null;
        Map<String, String> headers = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "payload" -> payload = payload();
                case "key" -> key = key(index);
                case "partitionKey" -> partitionKey = text(index, name);
                case "timeout" -> timeout = timeout(index);
                case "headers" -> headers = headers(index);
                default -> unknown(index, name, "payload, key, partitionKey, timeout, headers");
            }
        }
        return new NewJob(payload, key, partitionKey, timeout, headers);
    }

    private JsonText payload() throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        // A text is read lazily: only then does the parser stand behind it.
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        return new JsonText(new String(bytes, begin + from, to - from, StandardCharsets.UTF_8));
    }

    private String key(int index) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            // In its shortest form, so that -0 and 0 are one key.
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue().toString();
            case VALUE_NULL -> null;
            default -> refuse(index, "key", "key must be a string or an integer");
        };
    }

    private String text(int index, String field) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL -> null;
            default -> refuse(index, field, field + " must be a string");
        };
    }

    private Duration timeout(int index) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return Duration.ofSeconds(parser.getLongValue());
        }
        if (token != JsonToken.VALUE_NULL) {
            refuse(index, "timeout", "timeout must be a whole number of seconds");
        }
        return null;
    }

    private Map<String, String> headers(int index) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        if (parser.currentToken() == JsonToken.VALUE_NULL
                || !isObject(index, "headers", "headers must be an object of strings")) {
            return headers;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                headers.put(name, parser.getText());
            } else {
                refuse(index, "headers", "the header '" + Quote.of(name) + "' must be a string");
            }
        }
        return headers;
    }

    private boolean isObject(int index, String field, String message) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return true;
        }
        refuse(index, field, message);
        return false;
    }

    private void unknown(int index, String name, String known) throws IOException {
        refuse(index, Quote.of(name), "unknown field '" + Quote.of(name) + "'; known are " + known);
    }

    /** Notes what is wrong and goes on behind the value at fault. */
    private String refuse(int index, String field, String message) throws IOException {
        if (wrong.size() < MAX_ERRORS) {
            wrong.add(new Violation(index, field, null, message));
        }
        parser.skipChildren();
        return null;
    }

    private void throwIfWrong() {
        if (!wrong.isEmpty()) {
            throw new InvalidRequestException(wrong);
        }
    }
}
