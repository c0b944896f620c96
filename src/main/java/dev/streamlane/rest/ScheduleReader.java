package dev.streamlane.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.streamlane.producer.NewJob;
import dev.streamlane.schedule.Missed;
import dev.streamlane.schedule.Schedule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;

/** Reads a schedule from the bytes of a request. */
final class ScheduleReader {
    private static final int MAX_CRON = 128;
    private static final int MAX_ZONE = 64;
    /** In place of a job's place in its batch. */
    private static final int NO_INDEX = -1;

    private final RequestParser request;
    private final JobFields job;
    private String cron;
    private String timeZone = "UTC";
    private Missed missed = Missed.ONCE;
    private boolean paused;

    private ScheduleReader(RequestParser request) {
        this.request = request;
        this.job = new JobFields(request, NO_INDEX);
    }

    /** What is wanted. */
    record Wanted(Schedule schedule, NewJob job, boolean paused) {}

    /**
     * Reads a schedule.
     *
     * @throws ProblemException if it is not JSON
     * @throws dev.streamlane.producer.InvalidRequestException if it is not a schedule
     */
    static Wanted read(byte[] bytes) {
        return RequestParser.read(bytes, 0, bytes.length, request -> new ScheduleReader(request).wanted());
    }

    private Wanted wanted() throws IOException {
        if (!request.isObject(NO_INDEX, "cron", "the body must be an object with the fields cron and payload")) {
            return null;
        }
        JsonParser parser = request.json();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            boolean absent = parser.nextToken() == JsonToken.VALUE_NULL;
            switch (name) {
                case "cron" -> cron = request.text(NO_INDEX, name);
                case "timeZone" -> timeZone = absent ? timeZone : request.text(NO_INDEX, name);
                case "missed" -> missed = absent ? missed : missed(request.text(NO_INDEX, name));
                case "paused" -> paused = !absent && paused(parser);
                default -> {
                    if (!job.read(name)) {
                        request.unknown(
                                NO_INDEX,
                                name,
                                "cron, timeZone, missed, paused, payload, key, partitionKey," + " timeout, headers");
                    }
                }
            }
        }
        check();
        return new Wanted(new Schedule(cron, timeZone, missed), job.job(null, null), paused);
    }

    private Missed missed(String text) throws IOException {
        return Arrays.stream(Missed.values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseGet(() -> {
                    request.note(NO_INDEX, "missed", null, "missed must be skip, once or all");
                    return Missed.ONCE;
                });
    }

    private boolean paused(JsonParser parser) throws IOException {
        if (!parser.currentToken().isBoolean()) {
            request.refuse(NO_INDEX, "paused", "paused must be true or false");
            return false;
        }
        return parser.getBooleanValue();
    }

    private void check() {
        ZoneId zone = zone();
        if (cron == null || cron.length() > MAX_CRON) {
            request.note(
                    NO_INDEX, "cron", MAX_CRON, "cron must be there, and have at most " + MAX_CRON + " characters");
            return;
        }
        cron = cron.strip().replaceAll("[ \\t]+", " ");
        try {
            new Schedule(cron, (zone == null ? ZoneId.of("UTC") : zone).getId(), missed).ticks();
        } catch (RuntimeException e) {
            request.note(
                    NO_INDEX,
                    "cron",
                    null,
                    "cron must have five fields, minute (0-59), hour (0-23), day of month (1-31), month (1-12) and day of"
                            + " week (0-7), or six with seconds (0-59) before them");
        }
    }

    private ZoneId zone() {
        try {
            if (timeZone != null && timeZone.length() <= MAX_ZONE) {
                return ZoneId.of(timeZone);
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        request.note(NO_INDEX, "timeZone", null, "timeZone must be a time zone such as Europe/Berlin or UTC");
        return null;
    }
}
