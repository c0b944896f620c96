package dev.streamlane.packaged;

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
}
