package dev.streamlane.coordination;

import dev.streamlane.partition.GroupId;

/**
 * Makes coordinators for one consumer.
 *
 * @param me the consumer
 * @param membership the groups' members
 * @param leases the partitions' leases
 * @param timing how often to beat, and what a missed beat means
 * @param events hears what happens
 * @param ticker the local monotonic clock
 */
public record CoordinatorFactory(
        Consumer me,
        Membership membership,
        Leases leases,
        CoordinationSettings timing,
        CoordinationEvents events,
        Ticker ticker) {
    /**
     * A coordinator for one group.
     *
     * @param createTopic creates the group's topic if it does not exist
     * @param host consumes what is acquired
     * @param wake asks for a beat soon; must not block
     */
    public GroupCoordinator create(GroupId group, Runnable createTopic, PartitionHost host, Runnable wake) {
        return new GroupCoordinator(
                group,
                me,
                new GroupMember(group, me, membership, createTopic, timing, events),
                new LeaseHolder(group, me, leases, host, timing, events, ticker, wake),
                timing,
                events,
                ticker,
                wake);
    }
}
