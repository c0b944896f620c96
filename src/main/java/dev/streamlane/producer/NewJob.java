package dev.streamlane.producer;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A job to be enqueued. Begin with {@link #of} or {@link #ofJson} and add what is needed:
 * {@code NewJob.of(email).withKey(email.to()).withTimeout(Duration.ofSeconds(30))}. What is illegal or over a limit is
 * refused by {@link JobProducer}, all of it at once.
 *
 * @param payload what the job is about: any object that Jackson can write, or {@link JsonText}; never {@code null}
 * @param key jobs of one key start in enqueue order, one at a time; {@code null} for a job without order
 * @param partitionKey instead of {@code key}: the name of the payload's field, a string or an integer, that holds it
 * @param timeout after which an attempt is interrupted, in whole seconds; zero for the consumer's default
 * @param headers further texts for the processor, in no format that Streamlane knows
 * @param delay how long the job is kept back before it enters its partition; zero for not at all
 * @param runAt instead of {@code delay}: when it enters; {@code null} for at once, as is what lies in the past
 * @param idempotencyKey the same key on the same topic enqueues the same job once, within {@code
 *     streamlane.enqueue.idempotency-window}; {@code null} for none, as delayed jobs have it
 */
public record NewJob(
        Object payload,
        String key,
        String partitionKey,
        Duration timeout,
        Map<String, String> headers,
        Duration delay,
        Instant runAt,
        String idempotencyKey) {
    /** The longest idempotency key, in characters. */
    public static final int MAX_IDEMPOTENCY_KEY = 255;

    /** The longest timeout: what runs longer is better cut into jobs, or given none. */
    public static final Duration MAX_TIMEOUT = Duration.ofDays(7);

    public NewJob {
        timeout = timeout == null ? Duration.ZERO : timeout;
        delay = delay == null ? Duration.ZERO : delay;
        headers = headers == null || headers.isEmpty()
                ? Map.of()
                : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** A job with an object as its payload, which Jackson writes as JSON. */
    public static NewJob of(Object payload) {
        return new NewJob(payload, null, null, null, null, null, null, null);
    }

    /**
     * A job whose payload is given as JSON text, and kept as it is.
     *
     * @throws IllegalArgumentException if the text is not one JSON value
     */
    public static NewJob ofJson(String json) {
        return of(JsonText.parse(json));
    }

    /** The same with a key. */
    public NewJob withKey(String key) {
        return new NewJob(payload, key, partitionKey, timeout, headers, delay, runAt, idempotencyKey);
    }

    /** The same with a number as its key; it orders as the key of its decimal text does. */
    public NewJob withKey(long key) {
        return withKey(Long.toString(key));
    }

    /** The same with the name of the payload's field that holds the key. */
    public NewJob withPartitionKey(String field) {
        return new NewJob(payload, key, field, timeout, headers, delay, runAt, idempotencyKey);
    }

    /** The same with a timeout in whole seconds. */
    public NewJob withTimeout(Duration timeout) {
        return new NewJob(payload, key, partitionKey, timeout, headers, delay, runAt, idempotencyKey);
    }

    /** The same with one more header. */
    public NewJob withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new NewJob(payload, key, partitionKey, timeout, more, delay, runAt, idempotencyKey);
    }

    /** The same, kept back for a while, counted from when Redis takes it. */
    public NewJob withDelay(Duration delay) {
        return new NewJob(payload, key, partitionKey, timeout, headers, delay, runAt, idempotencyKey);
    }

    /** The same, kept back until then, by Redis' clock. */
    public NewJob withRunAt(Instant runAt) {
        return new NewJob(payload, key, partitionKey, timeout, headers, delay, runAt, idempotencyKey);
    }

    /**
     * The same with an idempotency key: enqueued again with the same key, it is the job that was enqueued first. Without
     * another key it decides the partition. A delayed job cannot have one.
     */
    public NewJob withIdempotencyKey(String idempotencyKey) {
        return new NewJob(payload, key, partitionKey, timeout, headers, delay, runAt, idempotencyKey);
    }
}
