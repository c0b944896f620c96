package dev.streamlane.observability;

import dev.streamlane.coordination.GroupCoordinator.Status;
import java.time.Duration;
import java.util.Optional;

/**
 * Judges how a membership stands.
 *
 * @param ttl how long a member and a lease outlive their last beat
 */
record Vitals(Duration ttl) {
    /**
     * Whether the beats run. Not to have beaten for two TTLs means that this replica's memberships and leases have run out
     * long since, while a beat that waits for Redis ends within its timeouts: a restart can only help then.
     */
    boolean live(Status status) {
        return status.sinceBeat().compareTo(ttl.multipliedBy(2)) <= 0;
    }

    /** Why this membership is not ready, if it is not. */
    Optional<String> problem(Status status) {
        if (status.superseded()) {
            return Optional.of("another process has taken this consumer id; this one must be restarted under another");
        }
        if (status.sinceBeat().compareTo(ttl) > 0) {
            return Optional.of("no beat for longer than the heartbeat's TTL");
        }
        if (!status.connected()) {
            return Optional.of("Redis did not answer the last beat");
        }
        return status.registered() ? Optional.empty() : Optional.of("not a member of the group");
    }
}
