package dev.streamlane.consumer;

import dev.streamlane.partition.GroupId;
import java.time.Duration;

/** What happens to jobs, for metrics. Calls come from the groups' threads; they must be quick and must not throw. */
public interface JobEvents {
    /** Tells nobody. */
    JobEvents NONE = new JobEvents() {};

    /** How an attempt ended. */
    enum Result {
        DONE,
        FAILED,
        TIMED_OUT,
        DISCARDED,
        /** Interrupted by a hand-over; it does not count as an attempt. */
        INTERRUPTED,
        /** Still running when the lease was lost or the drain gave up; its result changes nothing. */
        ABANDONED
    }

    /** A job starts, {@code waited} after it was enqueued, by the clocks of the two hosts. */
    default void started(GroupId group, Duration waited) {}

    /** An attempt ended after {@code took}. */
    default void ended(GroupId group, Result result, Duration took) {}

    /** A failed job will be tried again. */
    default void retrying(GroupId group) {}

    /** A job was dead-lettered. */
    default void deadLettered(GroupId group, DeadJob job) {}

    /** What a partition's consumer holds at the moment. */
    default void holding(GroupId group, int partition, int running, int parked) {}

    /** A partition is not consumed here any more. */
    default void closed(GroupId group, int partition) {}
}
