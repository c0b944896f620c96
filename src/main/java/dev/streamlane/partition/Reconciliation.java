package dev.streamlane.partition;

import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one consumer has to do to get from what it owns to what it should own. Partitions that stay are not in it: only
 * what moves, pauses.
 *
 * @param revoke owned, but meant for somebody else
 * @param acquire meant for this consumer, not owned yet
 */
public record Reconciliation(SortedSet<Integer> revoke, SortedSet<Integer> acquire) {
    /**
     * @param target the partitions this consumer should own
     * @param owned the partitions it holds a lease of, those being handed over included
     * @param revoking the part of {@code owned} that is being handed over; it has to be let go and acquired anew even if
     *     the target wants it back meanwhile
     */
    public static Reconciliation of(Collection<Integer> target, Set<Integer> owned, Set<Integer> revoking) {
        SortedSet<Integer> revoke = new TreeSet<>(owned);
        revoke.removeAll(target);
        revoke.removeAll(revoking);
        SortedSet<Integer> acquire = new TreeSet<>(target);
        acquire.removeAll(owned);
        return new Reconciliation(revoke, acquire);
    }

    /** Whether nothing has to move. */
    public boolean isEmpty() {
        return revoke.isEmpty() && acquire.isEmpty();
    }
}
