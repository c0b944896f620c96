package dev.streamlane.producer;

import java.time.Duration;

/** A partition keeps as many delayed jobs as it may. Nothing was enqueued. */
public class TooManyDelayedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final int partition;
    private final long delayed;
    private final long limit;
    private final Duration retryAfter;

    /**
     * @param topic the topic
     * @param partition the first partition that keeps too many
     * @param delayed how many it keeps
     * @param limit how many it may keep
     * @param retryAfter when another try makes sense
     */
    public TooManyDelayedException(String topic, int partition, long delayed, long limit, Duration retryAfter) {
        super("partition " + partition + " of topic '" + topic + "' has " + delayed + " of at most " + limit
                + " delayed jobs");
        this.topic = topic;
        this.partition = partition;
        this.delayed = delayed;
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

    /** How many it keeps. */
    public long delayed() {
        return delayed;
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
