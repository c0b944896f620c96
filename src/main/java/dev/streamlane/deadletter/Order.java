package dev.streamlane.deadletter;

/** In which direction dead letters are gone through. */
public enum Order {
    /** As one reads a log that is still written. */
    NEWEST_FIRST,
    /** As they failed, so that jobs of one key are replayed in their order. */
    OLDEST_FIRST
}
