package dev.streamlane.producer;

/**
 * What enqueueing tells about its work, for metrics. Calls must be quick and must not throw. Topics named here exist, so
 * that they are bounded in number; stream services need not, and are not.
 */
public interface EnqueueEvents {
    /** Tells nobody. */
    EnqueueEvents NONE = new EnqueueEvents() {};

    /** Jobs were written to a partition. */
    default void enqueued(String topic, int partition, int jobs) {}

    /** Jobs were refused, or it is unknown whether they were written. */
    default void failed(String topic, Failure failure, int jobs) {}

    /** A stream was added to a service. */
    default void streamAdded(String service) {}

    /** A stream was refused, or it is unknown whether it was added. */
    default void streamFailed(String service, Failure failure) {}

    /** Why jobs or streams are not known to be enqueued. */
    enum Failure {
        /** Their partition or stream service is full. */
        FULL,
        /** A group has too many unfinished jobs. */
        BACKLOG,
        /** Redis did not answer, or answered with an error. */
        UNAVAILABLE,
        /** Too few Redis replicas confirmed them. */
        UNCONFIRMED
    }
}
