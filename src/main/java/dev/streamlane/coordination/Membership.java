package dev.streamlane.coordination;

import dev.streamlane.partition.Assignment;
import dev.streamlane.partition.GroupId;
import java.time.Duration;
import java.util.Collection;

/**
 * Who takes part in a group, and the target assignment that its members agreed on. Redis judges all deadlines by its own
 * clock. Every call blocks for at most the adapter's timeout and may throw
 * {@link dev.streamlane.topic.StoreUnavailableException}; all of them may be repeated.
 */
public interface Membership {
    /**
     * Refreshes {@code me}'s deadline, drops members whose deadline has passed, and shows the group as it is then.
     *
     * @param group the group
     * @param me who beats
     * @param joining whether this is the first beat of this incarnation: a newcomer supersedes an older incarnation of
     *     the same consumer id; afterwards, finding another incarnation under the own id means to be superseded
     * @param ttl how long {@code me} counts as alive from now on
     * @param owned the partitions it owns, shown in the documented heartbeat key
     */
    Beat heartbeat(GroupId group, Consumer me, boolean joining, Duration ttl, Collection<Integer> owned);

    /**
     * Replaces the target assignment if the generation is still {@code generation} (compare-and-set) and wakes the
     * group's other members.
     *
     * @return whether this proposal won
     */
    boolean propose(GroupId group, String generation, Assignment target);

    /**
     * Ends {@code me}'s membership, if it is still this incarnation's, and removes the documented heartbeat key.
     *
     * @param keepFor how long the member stays in the group without beating, so that its successor of the same id finds
     *     its partitions (static membership); zero to leave at once, which wakes the others
     */
    void leave(GroupId group, Consumer me, Duration keepFor);
}
