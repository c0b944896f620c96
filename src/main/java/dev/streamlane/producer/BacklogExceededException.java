package dev.streamlane.producer;

import java.time.Duration;

/** A group of the topic has more unfinished jobs than the topic lets it have. Nothing was enqueued. */
public class BacklogExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final String group;
    private final long backlog;
    private final long limit;
    private final Duration retryAfter;

    /**
     * @param topic the topic
     * @param group the group that has the most, or {@code null} if the topic has no group yet
     * @param backlog how many jobs it has not finished, with what this replica has let in since it looked
     * @param limit how many it may have
     * @param retryAfter when another try makes sense, by how fast the group finishes jobs
     */
    public BacklogExceededException(String topic, String group, long backlog, long limit, Duration retryAfter) {
        super((group == null
                        ? "topic '" + topic + "' has no group, and "
                        : "group '" + group + "' of topic '" + topic + "' has ")
                + backlog + " unfinished jobs, and takes no more than " + limit);
        this.topic = topic;
        this.group = group;
        this.backlog = backlog;
        this.limit = limit;
        this.retryAfter = retryAfter;
    }

    /** The topic. */
    public String topic() {
        return topic;
    }

    /** The group that has the most, or {@code null} if the topic has no group yet. */
    public String group() {
        return group;
    }

    /** How many jobs it has not finished. */
    public long backlog() {
        return backlog;
    }

    /** How many it may have. */
    public long limit() {
        return limit;
    }

    /** When another try makes sense. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
