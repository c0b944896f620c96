package dev.streamlane.deadletter;

/** Where a dead letter was before it died. */
public sealed interface Origin {
    /** A job, in a partition of a topic. */
    record Job(String topic, int partition) implements Origin {}

    /** An assignment, on the Load Balancer Stream of a service. */
    record Assignment(String service) implements Origin {}

    /** Nobody knows: somebody else wrote this letter. */
    record Unknown() implements Origin {}
}
