package dev.streamlane.consumer;

/** How far a partition's consumer has come. */
enum Phase {
    CONSUMING,
    DRAINING,
    /** Draining, and what still runs is not waited for any longer. */
    GIVING_UP,
    CLOSED
}
