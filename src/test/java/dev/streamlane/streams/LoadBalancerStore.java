package dev.streamlane.streams;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.streams.LoadBalancer.LockKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store with the Load Balancer Stream of one service, as its replicas and foreign clients see it. */
public interface LoadBalancerStore {
    /** The longest assignment. */
    int MAX_INFO = 256;

    /** The stream as a replica sees it that keeps locks for {@code lockTtl}. */
    LoadBalancer open(Consumer me, Duration lockTtl);

    /**
     * Adds an entry, as any producer does.
     *
     * @param assignment its text; {@code null} for an entry without one
     * @return its ID
     */
    String add(String assignment);

    /** Removes an entry, pending or not. */
    void remove(String entryId);

    /** A client that is not a replica takes all undelivered entries. */
    void foreignTake(String consumer);

    /** A client that is not a replica claims a pending entry, if it has been idle for so long; whether it has got it. */
    boolean foreignClaim(String consumer, String entryId, Duration minIdle);

    /** Makes a pending entry look as if it had been idle for so long. */
    void age(String entryId, Duration idle);

    /** A client that is not a replica finishes an entry. */
    void foreignDone(String entryId);

    /** Sets a lock, unless it is there. */
    boolean lock(LockKey key, String value, Duration ttl);

    /** Removes a lock, whosever it is. */
    void unlock(LockKey key);

    /** Whose lock it is; empty if there is none. */
    Optional<String> lockedBy(LockKey key);

    /** All dead letters. */
    List<Map<String, String>> deadLetters();

    /** How often the service's replicas were woken so far. */
    int wakeUps();

    /** Returns when the store's clock has gone on by {@code duration}. */
    void advance(Duration duration);
}
