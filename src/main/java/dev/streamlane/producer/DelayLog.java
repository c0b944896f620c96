package dev.streamlane.producer;

import dev.streamlane.producer.JobLog.Appended;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.topic.Retention.Room;
import dev.streamlane.topic.TopicSettings;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Keeps delayed jobs in the partitions of a topic until they are due. */
public interface DelayLog {
    /**
     * Keeps jobs that have a due time, all of them or none. What is due already enters the partition at once, if it has room.
     *
     * @return {@link Appended.Kept}, {@link Appended.Full} or {@link Appended.Unconfirmed}; a stage that fails with
     *     {@link dev.streamlane.topic.StoreUnavailableException} leaves open whether the jobs are kept
     */
    CompletionStage<Appended> keep(String topic, int partition, TopicSettings settings, List<NewEntry> entries);

    /** How many delayed jobs a partition has, and how many more it would keep. */
    CompletionStage<Room> room(String topic, int partition);

    /** How many delayed jobs a partition may have. */
    long limit();
}
