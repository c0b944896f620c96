package dev.streamlane.packaged;

import dev.streamlane.packaged.Replica.Answer;

/** Jobs of the ledger application as JSON. */
final class Jobs {
    private Jobs() {}

    /**
     * A job as one of a batch.
     *
     * @param key its key
     * @param n its place among those of its key
     * @param millis for how long it works
     * @param end how it ends: DONE, THROW, DISCARD, HANG or HALT
     */
    static String job(String key, int n, int millis, String end) {
        return "{\"key\":\"%s\",\"payload\":{\"n\":%d,\"millis\":%d,\"end\":\"%s\"}}".formatted(key, n, millis, end);
    }

    /** A job that does nothing, kept back. */
    static String delayed(String key, int n, String delay) {
        return "{\"key\":\"%s\",\"payload\":{\"n\":%d},\"delay\":\"%s\"}".formatted(key, n, delay);
    }

    /** The id of a job that was accepted. */
    static String id(Answer accepted) {
        return accepted.body().replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1");
    }
}
