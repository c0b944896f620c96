package dev.streamlane.coordination;

import dev.streamlane.partition.GroupId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The leases of a group's partitions. Redis judges deadlines by its own clock; an epoch never falls, not even after
 * Redis has lost its data. Every call blocks for at most the adapter's timeout and may throw
 * {@link dev.streamlane.topic.StoreUnavailableException}; all of them may be repeated.
 */
public interface Leases {
    /**
     * Takes the lease if it is free, expired, {@code me}'s own, or that of an older incarnation of the same consumer.
     * Creates the partition's stream and consumer group if need be. If the last holder did not release it, the jobs it
     * had started are charged an attempt. A reset of the group that the partition has not seen is carried out first.
     *
     * @param ttl the lease's length
     */
    Acquisition acquire(GroupId group, int partition, Consumer me, Duration ttl);

    /**
     * Renews several leases in one round trip. A lease that expired but was taken by nobody is renewed under its epoch.
     *
     * @param epochs the epoch under which each partition is held
     * @return an answer for each partition asked for; {@link Renewal#UNKNOWN} where there was none
     */
    Map<Integer, Renewal> renew(GroupId group, Map<Integer, Long> epochs, Consumer me, Duration ttl);

    /**
     * Gives the lease up, if it is still held under this epoch: a clean end, nobody is charged an attempt. Wakes the
     * group's other members.
     */
    void release(GroupId group, int partition, Consumer me, long epoch);

    /**
     * Shows in partitions that their group is paused or goes on, where nothing later is shown. Needs no lease; an
     * acquisition does so too.
     */
    void show(GroupId group, Set<Integer> partitions, Pause pause);

    /** The answer to {@link #acquire}. */
    sealed interface Acquisition {
        /**
         * The lease is taken.
         *
         * @param epoch its fencing token
         * @param lastDelivered the entry ID up to which the group has read the stream
         * @param reset the number of the last reset that the partition has seen; 0 if there was none
         */
        record Granted(long epoch, String lastDelivered, long reset) implements Acquisition {}

        /**
         * Somebody else holds it.
         *
         * @param remaining the time until that lease expires unless it is renewed
         */
        record Held(Duration remaining) implements Acquisition {}
    }

    /**
     * The answer to {@link #renew} for one partition.
     *
     * @param status whether the lease was renewed
     * @param pending how many entries are delivered to the group but not acknowledged, whoever they were delivered to
     * @param length how many entries the stream has
     * @param backlog entries that the group has not finished: not yet delivered, plus pending
     * @param oldest the age of the oldest unfinished entry; zero if there is none
     * @param pause whether the group is paused, as this partition shows it
     */
    record Renewal(Status status, long pending, long length, long backlog, Duration oldest, Pause pause) {
        /** The renewal that got no answer: the lease is neither confirmed nor lost. */
        public static final Renewal UNKNOWN = new Renewal(Status.UNKNOWN, 0, 0, 0, Duration.ZERO, Pause.NEVER);

        /** The renewal of a lease that is somebody else's, or gone, or whose consumer group is gone. */
        public static final Renewal LOST = new Renewal(Status.LOST, 0, 0, 0, Duration.ZERO, Pause.NEVER);

        /** The same with a later reading of the pause. */
        Renewal with(Pause later) {
            return new Renewal(status, pending, length, backlog, oldest, later);
        }

        /** What became of the lease. */
        public enum Status {
            RENEWED,
            LOST,
            UNKNOWN
        }
    }
}
