package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamlane.group.GroupView;
import dev.streamlane.group.GroupView.Member;
import dev.streamlane.group.GroupView.Notice;
import dev.streamlane.group.PartitionView;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A group, with a page of its partitions. What does not apply or is not known is left out.
 *
 * @param topic its topic
 * @param group its name
 * @param paused whether it is paused
 * @param reset the last reset that was asked for
 * @param members its live consumers
 * @param generation the version of the assignment; compared for equality only
 * @param assignment the partitions that each consumer is to have; while they change hands, others may still have them
 * @param partitions a page of its partitions
 * @param next the cursor of the next page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GroupPage(
        String topic,
        String group,
        boolean paused,
        ResetView reset,
        List<MemberView> members,
        String generation,
        Map<String, List<Integer>> assignment,
        List<GroupPartition> partitions,
        String next) {
    static GroupPage of(GroupView group, List<PartitionView> partitions, String next) {
        return new GroupPage(
                group.group().topic(),
                group.group().group(),
                group.paused(),
                group.reset().map(reset -> ResetView.of(group, reset)).orElse(null),
                group.members().stream().map(MemberView::of).toList(),
                group.generation(),
                group.target().shares(),
                partitions.stream().map(GroupPartition::of).toList(),
                next);
    }

    /**
     * A consumer that counts as alive.
     *
     * @param consumer its id
     * @param host where it runs
     * @param since when it joined
     * @param deadlineMs for how long it counts as alive without a beat
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MemberView(String consumer, String host, Instant since, long deadlineMs) {
        static MemberView of(Member member) {
            return new MemberView(
                    member.consumer(),
                    member.notice().map(Notice::host).orElse(null),
                    member.notice().map(Notice::since).orElse(null),
                    member.remaining().toMillis());
        }
    }

    /**
     * What the group has of a partition.
     *
     * @param partition its number
     * @param owner who holds its lease
     * @param epoch the lease's fencing token
     * @param leaseMs for how long the lease holds unless it is renewed
     * @param length how many entries the partition has
     * @param backlog entries that the group has not finished: not yet delivered, plus pending
     * @param pending of these, how many were delivered
     * @param oldestAgeMs the age of the oldest unfinished entry; 0 if there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GroupPartition(
            int partition,
            String owner,
            Long epoch,
            Long leaseMs,
            long length,
            long backlog,
            long pending,
            long oldestAgeMs) {
        static GroupPartition of(PartitionView view) {
            return new GroupPartition(
                    view.partition(),
                    view.owner().map(PartitionView.Owner::consumer).orElse(null),
                    view.owner().map(PartitionView.Owner::epoch).orElse(null),
                    view.owner().map(owner -> owner.remaining().toMillis()).orElse(null),
                    view.length(),
                    view.backlog(),
                    view.pending(),
                    view.oldest().toMillis());
        }
    }
}
