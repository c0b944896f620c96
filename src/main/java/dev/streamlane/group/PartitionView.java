package dev.streamlane.group;

import java.time.Duration;
import java.util.Optional;

/**
 * What a group has of a partition.
 *
 * @param partition its number
 * @param length how many entries it has
 * @param backlog entries that the group has not finished: not yet delivered, plus pending
 * @param pending of these, how many were delivered
 * @param oldest the age of the oldest unfinished entry; zero if there is none
 * @param owner who holds its lease; empty if nobody does now
 */
public record PartitionView(
        int partition, long length, long backlog, long pending, Duration oldest, Optional<Owner> owner) {
    /**
     * Who holds a lease.
     *
     * @param consumer its id
     * @param epoch the fencing token
     * @param remaining the time until the lease ends unless it is renewed
     */
    public record Owner(String consumer, long epoch, Duration remaining) {}
}
