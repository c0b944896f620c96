package dev.streamlane.observability;

import dev.streamlane.coordination.Beating.Status;
import java.util.Optional;

/** Judges how a part that this replica plays stands. */
final class Vitals {
    private Vitals() {}

    /**
     * Whether the beats run. Not to have beaten for two TTLs means that all it held has run out long since, while a beat
     * that waits for Redis ends within its timeouts: a restart can only help then.
     */
    static boolean live(Status status) {
        return status.sinceBeat().compareTo(status.ttl().multipliedBy(2)) <= 0;
    }

    /** Why it is not ready, if it is not. */
    static Optional<String> problem(Status status) {
        if (!status.begun()) {
            return Optional.of("the first beat is not done yet");
        }
        if (status.superseded()) {
            return Optional.of("another process has taken this consumer id; this one must be restarted under another");
        }
        if (status.sinceBeat().compareTo(status.ttl()) > 0) {
            return Optional.of("no beat for longer than its TTL");
        }
        if (!status.connected()) {
            return Optional.of("Redis did not answer the last beat");
        }
        return status.registered() ? Optional.empty() : Optional.of("not registered");
    }
}
