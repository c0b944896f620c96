package dev.streamlane.consumer;

/** Makes entries as a producer would write them. */
final class Entries {
    private Entries() {}

    /** An entry with an ordering key, or without one if that is {@code null}. */
    static Entry entry(String id, String key) {
        return entry(id, key, "{}");
    }

    static Entry entry(String id, String key, String payload) {
        return new Entry(id, "job-" + id, payload, "", key, "1763781600.5", "1763791190.25", "0", null, null);
    }

    static Entry entryWithTimeout(String id, int seconds) {
        return new Entry(
                id,
                "job-" + id,
                "{}",
                "",
                null,
                "1763781600.5",
                "1763791190.25",
                Integer.toString(seconds),
                null,
                null);
    }

    /** A replayed job. */
    static Entry entryOnlyFor(String group, String id) {
        return new Entry(id, "job-" + id, "{}", "", null, "1763781600.5", "1763791190.25", "0", null, group);
    }

    static Held held(String id, String key) {
        return new Held(entry(id, key), key, 0, false);
    }

    static Held held(String id, String key, String payload) {
        return new Held(entry(id, key, payload), key, 0, false);
    }

    static Held suspect(String id, String key) {
        return new Held(entry(id, key), key, 4, true);
    }
}
