package dev.streamlane.redis;

/** The flags of {@code notify-keyspace-events}: of which keyspace events, in which form, Redis tells. */
final class KeyspaceFlags {
    /** Tells on a channel for each key, which is what locks are listened to by. */
    private static final String BY_KEY = "K";

    private static final String EXPIRED = "x";

    /** Stands for expired keys and most other events. */
    private static final String ALL = "A";

    private KeyspaceFlags() {}

    /** All that is set already, and that expired keys are told of; the same text if they are. */
    static String withExpired(String present) {
        String byKey = present.contains(BY_KEY) ? present : present + BY_KEY;
        return byKey.contains(EXPIRED) || byKey.contains(ALL) ? byKey : byKey + EXPIRED;
    }
}
