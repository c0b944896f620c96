package dev.streamlane.producer;

/**
 * What enqueueing tells about its work, for metrics. Calls must be quick and must not throw. Topics named here exist, so
 * that they are bounded in number.
 */
public interface EnqueueEvents {
    /** Tells nobody. */
    EnqueueEvents NONE = new EnqueueEvents() {};

    /** Jobs were written to a partition. */
    default void enqueued(String topic, int partition, int jobs) {}

    /** Jobs were refused, or it is unknown whether they were written. */
    default void failed(String topic, Failure failure, int jobs) {}

    /** Why jobs are not known to be enqueued. */
    enum Failure {
        /** Their partition is full. */
        FULL,
        /** Redis did not answer, or answered with an error. */
        UNAVAILABLE,
        /** Too few Redis replicas confirmed them. */
        UNCONFIRMED
    }
}
