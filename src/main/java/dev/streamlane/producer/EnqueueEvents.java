package dev.streamlane.producer;

import java.util.List;

/**
 * What enqueueing tells about its work, for metrics. Implemented by beans; calls must be quick and must not throw. Topics
 * named here exist, so that they are bounded in number.
 */
public interface EnqueueEvents {
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

    /** Tells all of the listeners. */
    static EnqueueEvents all(List<EnqueueEvents> listeners) {
        return new EnqueueEvents() {
            @Override
            public void enqueued(String topic, int partition, int jobs) {
                listeners.forEach(listener -> listener.enqueued(topic, partition, jobs));
            }

            @Override
            public void failed(String topic, Failure failure, int jobs) {
                listeners.forEach(listener -> listener.failed(topic, failure, jobs));
            }
        };
    }
}
