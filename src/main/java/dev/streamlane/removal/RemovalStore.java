package dev.streamlane.removal;

import dev.streamlane.partition.GroupId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where groups and topics are removed from, some partitions at a time. All of it can be repeated. Every call may fail with
 * {@link dev.streamlane.topic.StoreUnavailableException}.
 */
public interface RemovalStore {
    /** What is known of a topic, and which removals have begun in it and not ended. */
    CompletionStage<Traces> traces(String topic);

    /** How many jobs have used an attempt in a group. */
    CompletionStage<Long> retrying(GroupId group, int from, int to);

    /** What waits beside partitions. */
    CompletionStage<Waiting> waiting(String topic, int from, int to);

    /** Whether partitions have a consumer group of this name, or the pin of a reset of it, whoever knows of it. */
    CompletionStage<Boolean> leftOver(GroupId group, int from, int to);

    /** Begins to remove a group, or goes on with that; empty if it has a live member, or is not as it was seen. */
    CompletionStage<Optional<Mark>> begin(GroupLoss seen);

    /** Begins to remove a topic, or goes on with that; empty if a group has a live member, or it is not as it was seen. */
    CompletionStage<Optional<Mark>> begin(TopicLoss seen);

    /** Whether a mark still stands: nobody else goes on with it, and it has not ended. */
    CompletionStage<Boolean> stands(Mark mark);

    /** Removes what a group has in partitions; whether nobody holds one of them, which is left then. */
    CompletionStage<Boolean> clear(GroupId group, int from, int to);

    /** Removes partitions, and what waits beside them. */
    CompletionStage<Void> clear(String topic, int from, int to);

    /** Removes the rest, and the mark, which was just seen to stand; whether it still did. */
    CompletionStage<Boolean> end(Mark mark);

    /**
     * What is known of a topic.
     *
     * @param known whether there is anything of it
     * @param partitions how many partitions it has; 0 if its settings are lost
     * @param confirmed what confirmed the topic's removal, if that has begun
     * @param groups the same of its groups, by their names
     */
    record Traces(boolean known, int partitions, Optional<String> confirmed, Map<String, String> groups) {}

    /**
     * What waits beside partitions.
     *
     * @param delayed how many delayed jobs
     * @param schedules how many schedules
     */
    record Waiting(long delayed, long schedules) {
        static final Waiting NOTHING = new Waiting(0, 0);

        Waiting plus(Waiting other) {
            return new Waiting(delayed + other.delayed, schedules + other.schedules);
        }
    }
}
