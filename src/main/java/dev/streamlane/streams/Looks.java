package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Owner.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides what may be claimed, by what was seen of its lock in this look and in earlier ones. Redis arbitrates in the end:
 * a claim says for how long the entry must have been idle.
 */
final class Looks {
    /** A foreign client unlocks before it acknowledges, and may lock again what it has just lost. */
    static final Duration BETWEEN = Duration.ofMillis(500);

    /** A foreign client reads many entries at once and locks them one after another; at its start it waits so long itself. */
    static final Duration NEVER_LOCKED = Duration.ofSeconds(40);

    private final Duration lockTtl;
    private Map<String, Look> last = new HashMap<>();
    private Map<String, Look> present = new HashMap<>();

    /** @param absentSince when the lock was first seen absent, in nanoseconds; {@code null} if it was there */
    private record Look(boolean everLocked, Long absentSince) {}

    /** What to do about an entry. */
    sealed interface Verdict {
        /**
         * It may be claimed.
         *
         * @param minIdle for how long it must have been idle
         * @param lostOwner whether it counts as a failure
         */
        record Claimable(Duration minIdle, boolean lostOwner) implements Verdict {}

        /**
         * Look again.
         *
         * @param after in how long
         */
        record Later(Duration after) implements Verdict {}
    }

    Looks(Duration lockTtl) {
        this.lockTtl = lockTtl;
    }

    /** All that is pending will be looked at now; what is not, is forgotten. */
    void begin() {
        last = present;
        present = new HashMap<>();
    }

    /**
     * Looks at an entry.
     *
     * @param owner of what kind its owner is; never {@link Kind#ME} or {@link Kind#LIVE}
     * @param locked the time that its lock has left; zero if there is none
     * @param idle the time since it was delivered or claimed
     * @param now in nanoseconds
     */
    Verdict judge(String entryId, Kind owner, Duration locked, Duration idle, long now) {
        Look before = last.getOrDefault(entryId, new Look(false, null));
        if (!locked.isZero()) {
            present.put(entryId, new Look(true, null));
            return new Verdict.Later(locked);
        }
        if (owner == Kind.NOBODY) {
            return new Verdict.Claimable(Duration.ZERO, false);
        }
        long absentSince = before.absentSince() == null ? now : before.absentSince();
        present.put(entryId, new Look(before.everLocked(), absentSince));
        Duration minIdle = owner == Kind.FOREIGN && !before.everLocked() ? NEVER_LOCKED : lockTtl;
        Duration wait = max(minIdle.minus(idle), BETWEEN.minusNanos(now - absentSince));
        boolean lostOwner = owner == Kind.DEAD || before.everLocked();
        return wait.isZero() || wait.isNegative() ? new Verdict.Claimable(minIdle, lostOwner) : new Verdict.Later(wait);
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
