package dev.streamlane.group;

import dev.streamlane.coordination.Pause;
import dev.streamlane.partition.GroupId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What operators ask of groups, whether or not these have members. Every call may fail with {@link
 * dev.streamlane.topic.StoreUnavailableException}; then it may have been done in part, and may be repeated.
 */
public interface Groups {
    /**
     * Pauses a group, or lets it go on. When this has completed, Redis lets nothing of a paused group start any more;
     * what runs goes on to its end.
     *
     * @return the pause as it is now; empty if there is no such group
     */
    CompletionStage<Optional<Pause>> pause(GroupId group, boolean paused);

    /**
     * Creates a group that begins somewhere. Partitions are asked where they end one after another, and what comes after that
     * is never skipped. Nothing of it is trimmed from then on.
     *
     * @param partitions how many partitions the topic has
     */
    CompletionStage<Creation> create(GroupId group, int partitions, Position start);

    /**
     * Asks for a group to begin somewhere else; the end of partitions is that of when they are asked, one after another. Each
     * partition's owner carries it out; where there is none, whoever acquires the partition next.
     *
     * @param partitions how many partitions the topic has
     * @return the request's number; empty if there is no such group
     */
    CompletionStage<Optional<Long>> reset(GroupId group, int partitions, Position to);

    /** What came of creating a group. */
    sealed interface Creation {
        /** It is new. */
        record Created() implements Creation {}

        /** It was there, and had been asked to begin there too, be it in other words. */
        record Present() implements Creation {}

        /** It, or its topic, is being removed. */
        record BeingRemoved() implements Creation {}

        /**
         * It was there, and began somewhere else.
         *
         * @param start where it has begun
         */
        record Elsewhere(String start) implements Creation {}

        /**
         * There are too many groups.
         *
         * @param most how many a topic may have
         */
        record TooMany(int most) implements Creation {}
    }
}
