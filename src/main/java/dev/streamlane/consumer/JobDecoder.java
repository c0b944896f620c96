package dev.streamlane.consumer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.streamlane.job.Job;
import dev.streamlane.partition.GroupId;
import java.io.IOException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Reads entries, ours and redisaq's, into jobs with a payload of one type. */
final class JobDecoder {
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

    /** Longer timeouts, by whoever writes them, are as good as this one, and timers can count it. */
    private static final BigDecimal MAX_TIMEOUT = BigDecimal.valueOf(Integer.MAX_VALUE);

    private static final String NO_TIMEOUT = "0";

    private final GroupId group;
    private final ObjectMapper mapper;
    private final ObjectReader payloads;
    private final ObjectReader headers;
    private final Duration defaultTimeout;

    /** @param type what payloads are read into; {@code String} takes the JSON text as it is */
    JobDecoder(GroupId group, ObjectMapper mapper, Type type, Duration defaultTimeout) {
        this.group = group;
        this.mapper = mapper;
        JavaType javaType = mapper.constructType(type);
        this.payloads = javaType.hasRawClass(String.class)
                ? null
                : mapper.readerFor(javaType).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.headers = mapper.readerFor(new TypeReference<Map<String, String>>() {});
        this.defaultTimeout = defaultTimeout;
    }

    /** An entry cannot be made into a job, now or ever. */
    static final class UndecodableException extends Exception {
        private static final long serialVersionUID = 1L;

        UndecodableException(String reason) {
            super(reason);
        }
    }

    /**
     * @param attempt which start this is, from 1
     * @param epoch the epoch of the lease it starts under
     * @throws UndecodableException if a field is missing or cannot be read; it names the field
     */
    Job<Object> decode(Entry entry, String key, int partition, int attempt, long epoch) throws UndecodableException {
        if (entry.payload() == null) {
            throw new UndecodableException("undecodable: the field 'payload' is missing");
        }
        return new Job<>(
                entry.jobId(),
                group.topic(),
                group.group(),
                partition,
                entry.id(),
                key,
                payload(entry.payload()),
                headers(entry.headers()),
                attempt,
                epoch,
                instant("created_at", entry.createdAt()),
                instant("enqueued_at", entry.enqueuedAt()),
                timeout(entry.timeout()));
    }

    /**
     * The key of an entry: its {@code key} field, or else the payload's field that {@code partition_key} names; {@code null}
     * if there is none.
     */
    String key(Entry entry) {
        if (entry.key() != null) {
            return entry.key();
        }
        boolean named = entry.partitionKey() != null && !entry.partitionKey().isEmpty();
        return named && entry.payload() != null ? field(entry.payload(), entry.partitionKey()) : null;
    }

    private String field(String payload, String name) {
        try (JsonParser parser = mapper.createParser(payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(name);
                JsonToken value = parser.nextToken();
                if (found) {
                    return value.isScalarValue() && value != JsonToken.VALUE_NULL ? parser.getText() : null;
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private Object payload(String json) throws UndecodableException {
        try {
            return payloads == null ? json : payloads.readValue(json);
        } catch (JsonProcessingException e) {
            throw new UndecodableException("undecodable: the field 'payload': " + e.getOriginalMessage());
        } catch (RuntimeException | LinkageError e) {
            // Thrown by the application's own classes.
            throw new UndecodableException("undecodable: the field 'payload': " + e);
        }
    }

    private Map<String, String> headers(String json) throws UndecodableException {
        try {
            Map<String, String> read = json == null || json.isEmpty() ? null : headers.readValue(json);
            return read == null ? Map.of() : read;
        } catch (JsonProcessingException e) {
            throw new UndecodableException("undecodable: the field 'headers': " + e.getOriginalMessage());
        }
    }

    private static Instant instant(String field, String seconds) throws UndecodableException {
        try {
            return seconds == null ? Instant.EPOCH : Instant.ofEpochSecond(0, Seconds.nanos(seconds));
        } catch (NumberFormatException e) {
            throw new UndecodableException("undecodable: the field '" + field + "' is not a number of seconds");
        }
    }

    private Duration timeout(String seconds) throws UndecodableException {
        if (seconds == null || seconds.isEmpty() || seconds.equals(NO_TIMEOUT)) {
            return defaultTimeout;
        }
        try {
            BigDecimal value = new BigDecimal(seconds);
            // redisaq's timeouts may have a fraction.
            return value.signum() > 0
                    ? Duration.ofNanos(value.min(MAX_TIMEOUT).multiply(NANOS).longValue())
                    : defaultTimeout;
        } catch (NumberFormatException e) {
            throw new UndecodableException("undecodable: the field 'timeout' is not a number of seconds");
        }
    }
}
