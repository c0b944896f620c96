package dev.streamlane.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.streamlane.producer.InvalidRequestException;
import dev.streamlane.producer.NewJob;
import dev.streamlane.producer.Violation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads jobs from the bytes of a request. */
final class JobReader {
    private static final String FIELDS = "payload, key, partitionKey, timeout, headers, delay, runAt, idempotencyKey";

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
        JobFields fields = new JobFields(request, index);
        Duration delay = null;
        Instant runAt = null;
        String idempotencyKey = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "delay" -> delay = read(index, name, Duration::parse, "an ISO-8601 duration such as PT5S");
                case "runAt" -> runAt = read(index, name, Instant::parse, "a time such as 2030-01-31T08:00:00Z");
                case "idempotencyKey" -> idempotencyKey = request.text(index, name);
                default -> {
                    if (!fields.read(name)) {
                        request.unknown(index, name, FIELDS);
                    }
                }
            }
        }
        return fields.job(delay, runAt).withIdempotencyKey(idempotencyKey);
    }

    private <T> T read(int index, String field, Function<String, T> form, String example) throws IOException {
        String text = request.text(index, field);
        try {
            return text == null ? null : form.apply(text);
        } catch (DateTimeParseException e) {
            request.refuse(index, field, field + " must be " + example);
            return null;
        }
    }
}
