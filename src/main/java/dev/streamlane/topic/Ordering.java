package dev.streamlane.topic;

/** In which order jobs of a partition may start. */
public enum Ordering {
    /** Jobs of one key start in enqueue order, one at a time; jobs without a key have no order. */
    KEY,
    /** All jobs of the partition start in enqueue order, one at a time. */
    PARTITION,
    /** No order at all; the key only chooses the partition. */
    NONE
}
