package dev.streamlane.producer;

import java.time.Duration;

/**
 * A partition keeps as many idempotency keys as it may. Nothing was enqueued: forgetting a key before its time could enqueue
 * its job twice.
 */
public class TooManyIdempotencyKeysException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final int partition;
    private final long limit;
    private final Duration retryAfter;

    /**
     * @param topic the topic
     * @param partition the first partition that keeps too many
     * @param keys how many it keeps
     * @param limit how many it may keep
     * @param retryAfter when another try makes sense
     */
    public TooManyIdempotencyKeysException(String topic, int partition, long keys, long limit, Duration retryAfter) {
        super("partition " + partition + " of topic '" + topic + "' keeps " + keys + " of at most " + limit
                + " idempotency keys");
        this.topic = topic;
        this.partition = partition;
        this.limit = limit;
        this.retryAfter = retryAfter;
    }

    /** The topic. */
    public String topic() {
        return topic;
    }

    /** The first partition that keeps too many. */
    public int partition() {
        return partition;
    }

    /** How many it may keep. */
    public long limit() {
        return limit;
    }

    /** When another try makes sense. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
