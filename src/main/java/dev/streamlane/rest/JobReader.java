package dev.streamlane.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.streamlane.producer.InvalidRequestException;
import dev.streamlane.producer.JsonText;
import dev.streamlane.producer.NewJob;
import dev.streamlane.producer.Violation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads jobs from the bytes of a request. */
final class JobReader {
    private final RequestParser request;
    private final JsonParser parser;

    private JobReader(RequestParser request) {
        this.request = request;
        this.parser = request.json();
    }

    /**
     * Reads one job.
     *
     * @throws ProblemException if it is not JSON
     * @throws InvalidRequestException if it is not a job
     */
    static NewJob job(byte[] bytes, int from, int to) {
        return RequestParser.read(bytes, from, to, request -> new JobReader(request).job(-1));
    }

    /**
     * Reads a batch of jobs.
     *
     * @param max how many it may have
     * @throws ProblemException if it is not JSON
     * @throws InvalidRequestException if it is not a batch of jobs
     */
    static List<NewJob> batch(byte[] bytes, int max) {
        return RequestParser.read(bytes, 0, bytes.length, request -> new JobReader(request).batch(max));
    }

    private List<NewJob> batch(int max) throws IOException {
        List<NewJob> jobs = new ArrayList<>();
        if (!request.isObject(-1, "jobs", "the body must be an object with the field jobs")) {
            return jobs;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (!name.equals("jobs")) {
                request.unknown(-1, name, "jobs");
            } else if (value != JsonToken.START_ARRAY) {
                request.refuse(-1, name, "jobs must be an array");
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
        if (!request.isObject(index, "payload", "a job must be an object with the field payload")) {
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
                case "payload" -> payload = request.value();
                case "key" -> key = key(index);
                case "partitionKey" -> partitionKey = request.text(index, name);
                case "timeout" -> timeout = timeout(index);
                case "headers" -> headers = headers(index);
                default -> request.unknown(index, name, "payload, key, partitionKey, timeout, headers");
            }
        }
        return new NewJob(payload, key, partitionKey, timeout, headers);
    }

    private String key(int index) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            // In its shortest form, so that -0 and 0 are one key.
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue().toString();
            case VALUE_NULL -> null;
            default -> request.refuse(index, "key", "key must be a string or an integer");
        };
    }

    private Duration timeout(int index) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return Duration.ofSeconds(parser.getLongValue());
        }
        if (token != JsonToken.VALUE_NULL) {
            request.refuse(index, "timeout", "timeout must be a whole number of seconds");
        }
        return null;
    }

    private Map<String, String> headers(int index) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        if (parser.currentToken() == JsonToken.VALUE_NULL
                || !request.isObject(index, "headers", "headers must be an object of strings")) {
            return headers;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                headers.put(name, parser.getText());
            } else {
                request.refuse(index, "headers", "the header '" + Quote.of(name) + "' must be a string");
            }
        }
        return headers;
    }
}
