package dev.streamlane.producer;

/** Where the ids of new jobs come from. Safe for use by many threads. */
@FunctionalInterface
public interface JobIds {
    /** A random UUID as text. */
    String next();
}
