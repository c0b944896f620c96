package dev.streamlane.producer;

import java.time.Duration;

/** A partition is full of jobs which some group has not finished. Nothing was enqueued. */
public class TopicFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final int partition;
    private final long length;
    private final long maxLength;
    private final String pinnedBy;
    private final Duration retryAfter;

    /**
     * @param topic the topic
     * @param partition the first partition without room
     * @param length how many entries it has
     * @param maxLength how many it may have
     * @param pinnedBy the group whose unfinished jobs keep it full, or {@code null} if the topic has no group yet
     * @param retryAfter when another try makes sense
     */
    public TopicFullException(
            String topic, int partition, long length, long maxLength, String pinnedBy, Duration retryAfter) {
        super("topic '" + topic + "' is full: partition " + partition + " has " + length + " of at most " + maxLength
                + " jobs, and "
                + (pinnedBy == null ? "no group has begun on them" : "group '" + pinnedBy + "' has not finished them"));
        this.topic = topic;
        this.partition = partition;
        this.length = length;
        this.maxLength = maxLength;
        this.pinnedBy = pinnedBy;
        this.retryAfter = retryAfter;
    }

    /** The topic. */
    public String topic() {
        return topic;
    }

    /** The first partition without room. */
    public int partition() {
        return partition;
    }

    /** How many entries it has. */
    public long length() {
        return length;
    }

    /** How many entries it may have. */
    public long maxLength() {
        return maxLength;
    }

    /** The group whose unfinished jobs keep it full, or {@code null} if the topic has no group yet. */
    public String pinnedBy() {
        return pinnedBy;
    }

    /** When another try makes sense. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
