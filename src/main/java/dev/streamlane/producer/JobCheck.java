package dev.streamlane.producer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.producer.JobLog.NewEntry;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One job under examination. */
final class JobCheck {
    private final NewJob job;
    private final int index;
    private final EnqueueSettings limits;
    private final ObjectMapper mapper;
    private final Violations wrong;

    JobCheck(NewJob job, int index, EnqueueSettings limits, ObjectMapper mapper, Violations wrong) {
        this.job = job;
        this.index = index;
        this.limits = limits;
        this.mapper = mapper;
        this.wrong = wrong;
    }

    /**
     * The job's entry; of no use if something is wrong with it.
     *
     * @param further headers that go along with the job's own if it has none of these names, and if there is room for them
     */
    NewEntry entry(String id, long now, Map<String, String> further) {
        String payload = payload();
        String key = job.partitionKey() == null ? key("key", job.key()) : keyInPayload(payload);
        String partitionKey = job.partitionKey() == null ? "" : job.partitionKey();
        Due due = new DueCheck(job, index, limits.maxDelay(), wrong).due(now);
        return new NewEntry(id, payload, partitionKey, key, now, timeout(), headers(further), due, once(payload));
    }

    private String payload() {
        JsonForm form = JsonForm.of(job.payload(), mapper);
        String json = form.text();
        if (json == null) {
            return refuse("payload", null, "payload " + form.problem());
        }
        if (json.equals("null")) {
            return refuse("payload", null, "payload must not be null; a job without data has {}");
        }
        long bytes = Text.utf8Length(json, limits.maxPayload());
        if (bytes > limits.maxPayload()) {
            return refuse(
                    "payload",
                    limits.maxPayload(),
                    "payload may have at most " + limits.maxPayload() + " bytes as JSON");
        }
        return json;
    }

    private String keyInPayload(String payload) {
        if (job.key() != null) {
            return refuse("partitionKey", null, "key and partitionKey exclude each other");
        }
        if (key("partitionKey", job.partitionKey()) == null || payload == null) {
            return null;
        }
        KeyField field = KeyField.of(payload, job.partitionKey());
        return field.problem() == null
                ? key("partitionKey", field.key())
                : refuse("partitionKey", null, "partitionKey " + field.problem());
    }

    private String key(String field, String key) {
        if (key == null) {
            return null;
        }
        if (key.isEmpty() || key.length() > limits.maxKey()) {
            return refuse(
                    field,
                    limits.maxKey(),
                    "a key must have 1 to " + limits.maxKey() + " characters, not " + key.length());
        }
        return Unicode.wellFormed(key) ? key : refuse(field, null, "the key has " + Unicode.HALF);
    }

    private Once once(String payload) {
        String key = job.idempotencyKey();
        if (key == null) {
            return null;
        }
        if (job.runAt() != null || !job.delay().isZero()) {
            String other = job.runAt() == null ? "delay" : "runAt";
            refuse("idempotencyKey", null, "an idempotency key and " + other + " exclude each other");
        }
        int max = NewJob.MAX_IDEMPOTENCY_KEY;
        if (key.isEmpty() || key.length() > max) {
            refuse(
                    "idempotencyKey",
                    max,
                    "an idempotency key must have 1 to " + max + " characters, not " + key.length());
        } else if (!Unicode.wellFormed(key)) {
            refuse("idempotencyKey", null, "the idempotency key has " + Unicode.HALF);
        }
        return payload == null ? null : Once.of(job, payload);
    }

    private long timeout() {
        Duration timeout = job.timeout();
        if (timeout.isNegative() || timeout.getNano() != 0 || timeout.compareTo(NewJob.MAX_TIMEOUT) > 0) {
            wrong.add(
                    index,
                    "timeout",
                    NewJob.MAX_TIMEOUT.toSeconds(),
                    "timeout must be whole seconds from 0 (none) to " + NewJob.MAX_TIMEOUT.toSeconds());
        }
        return timeout.getSeconds();
    }

    private String headers(Map<String, String> further) {
        if (job.headers().isEmpty() && further.isEmpty()) {
            return null;
        }
        long characters = 0;
        for (Map.Entry<String, String> header : job.headers().entrySet()) {
            String name = header.getKey();
            String value = header.getValue();
            if (name == null || name.isEmpty() || value == null) {
                return refuse("headers", null, "headers must have a name and a value that is a text");
            }
            if (!Unicode.wellFormed(name) || !Unicode.wellFormed(value)) {
                return refuse("headers", null, "headers have " + Unicode.HALF);
            }
            characters += (long) name.length() + value.length();
            if (characters > limits.maxHeaders()) {
                return refuse(
                        "headers",
                        limits.maxHeaders(),
                        "headers may have at most " + limits.maxHeaders() + " characters, names and values together");
            }
        }
        return JsonForm.of(with(further, characters), mapper).text();
    }

    /** @param characters how many the job's own headers have */
    private Map<String, String> with(Map<String, String> further, long characters) {
        long all = characters;
        for (Map.Entry<String, String> header : further.entrySet()) {
            all += header.getKey().length() + header.getValue().length();
        }
        if (all > limits.maxHeaders()
                || !Collections.disjoint(further.keySet(), job.headers().keySet())) {
            return job.headers();
        }
        Map<String, String> both = new LinkedHashMap<>(job.headers());
        both.putAll(further);
        return both;
    }

    private String refuse(String field, Object limit, String message) {
        wrong.add(index, field, limit, message);
        return null;
    }
}
