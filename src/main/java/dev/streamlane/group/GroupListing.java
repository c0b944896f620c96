package dev.streamlane.group;

import dev.streamlane.partition.GroupId;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;

/**
 * Looks at groups from outside, whether or not they have members, and changes nothing that anybody relies on. Every call may
 * fail with {@link dev.streamlane.topic.StoreUnavailableException}.
 */
public interface GroupListing {
    /** The names of a topic's groups. */
    CompletionStage<SortedSet<String>> names(String topic);

    /** A group, at one instant; empty if there is none of this name. */
    CompletionStage<Optional<GroupView>> find(GroupId group);

    /** Some of its partitions, each at one instant of its own. Works for any name of a group. */
    CompletionStage<List<PartitionView>> partitions(GroupId group, int from, int to);

    /** How many entries some partitions of a topic have. */
    CompletionStage<List<Long>> lengths(String topic, int from, int to);

    /** What Redis' own bookkeeping tells about a job. */
    CompletionStage<JobTrace> trace(GroupId group, int partition, String entryId);

    /** Whether an entry is among the group's dead letters, as far as a bounded look tells. */
    CompletionStage<DeadLook> lookAmongDead(GroupId group, int partition, String entryId);

    /** The outcome of a bounded look. */
    enum DeadLook {
        FOUND,
        /** All that could be it were seen. */
        NOT_THERE,
        /** There were too many to see all. */
        NOT_FOUND
    }
}
