package dev.streamlane.coordination;

import dev.streamlane.partition.GroupId;
import java.time.Duration;

/** What a coordinator tells about its work, for metrics. Calls must be quick and must not throw. */
public interface CoordinationEvents {
    /** Tells nobody. */
    CoordinationEvents NONE = new CoordinationEvents() {};

    /** A beat went through. */
    default void beat(GroupId group, Duration took) {}

    /** A beat found Redis unreachable. */
    default void beatFailed(GroupId group) {}

    /** A beat found so many partitions in the group's topic. */
    default void partitions(GroupId group, int count) {}

    /** This consumer's proposal became the group's new target. */
    default void rebalanced(GroupId group) {}

    /** A partition was acquired. */
    default void acquired(GroupId group, int partition) {}

    /** A partition was released in good order, {@code took} after its revocation began. */
    default void released(GroupId group, int partition, Duration took) {}

    /** A lease ended without this consumer's will. */
    default void leaseLost(GroupId group, int partition) {}

    /** The figures of an owned partition at its last renewal. */
    default void observed(GroupId group, int partition, Leases.Renewal figures) {}
}
