package dev.streamlane.deadletter;

import dev.streamlane.streams.EntryId;
import dev.streamlane.topic.TopicSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where dead letters are, and how they are written back to where they were. A stage that fails with {@link
 * dev.streamlane.topic.StoreUnavailableException} leaves open whether something was written.
 */
public interface DeadLetterStore {
    /** How many there are, those that stand there twice counted twice. */
    CompletionStage<Long> length();

    /** Reads at most {@code count} letters of a span, beginning at that of its ends that the order says. */
    CompletionStage<List<DeadLetter>> read(Span span, Order order, int count);

    /** One letter. */
    CompletionStage<Optional<DeadLetter>> find(EntryId id);

    /** Removes letters; those that are not there any more do no harm. */
    CompletionStage<Long> remove(List<String> ids);

    /** Whether a topic has a group. */
    CompletionStage<Boolean> hasGroup(String topic, String group);

    /**
     * Appends a job to a partition, unless what bears the same mark was appended there not long ago. Finished jobs make room
     * for it.
     *
     * @param mark what tells a repetition
     */
    CompletionStage<Returned> toTopic(
            String topic, int partition, TopicSettings settings, List<DeadLetter.Field> job, String mark);

    /** Likewise appends an assignment to a service's Load Balancer Stream. */
    CompletionStage<Returned> toService(String service, List<DeadLetter.Field> assignment, String mark);

    /** The answer to {@link #toTopic} and {@link #toService}. */
    sealed interface Returned {
        /** It is there. */
        record Written(String entryId) implements Returned {}

        /** An earlier call has written it. */
        record Already() implements Returned {}

        /** It is there, but fewer of Redis' replicas than asked for have confirmed it in time. */
        record Unconfirmed(int replicas) implements Returned {}

        /**
         * Nothing is written, because there is no room.
         *
         * @param length how many entries there are
         * @param limit how many there may be
         * @param pinnedBy the group whose unfinished jobs keep it full, if one does
         */
        record Full(long length, long limit, Optional<String> pinnedBy) implements Returned {}
    }
}
