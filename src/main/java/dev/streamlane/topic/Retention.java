package dev.streamlane.topic;

import java.util.concurrent.CompletionStage;

/** Removes old entries of a partition, never one that some group has not finished. */
public interface Retention {
    /**
     * Trims the partition towards the topic's {@code maxLength}, in bounded steps, as far as every group has finished. A
     * topic without a group, or a partition in which a known group has not begun yet, keeps everything.
     */
    CompletionStage<Room> makeRoom(String topic, int partition, TopicSettings settings);

    /**
     * What is left after trimming.
     *
     * @param length how many entries the partition has
     * @param free how many more it can take; {@link Long#MAX_VALUE} if it is unbounded or trims on overflow
     * @param pinnedBy the group whose unfinished jobs keep the oldest entry; {@code null} if none does
     */
    record Room(long length, long free, String pinnedBy) {}
}
