package dev.streamlane.topic;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The topics and their settings, as stored in Redis. Every call may fail with {@link StoreUnavailableException}. */
public interface TopicCatalog {
    /** The topic's settings, if it exists and is not being removed. */
    CompletionStage<Optional<TopicSettings>> find(String topic);

    /**
     * The topic's settings; creates it with {@code initial} if it does not exist. Fails with {@link
     * TopicBeingRemovedException} if it is being removed.
     *
     * @param maxTopics how many topics there may be; fails with {@link TooManyTopicsException} if a new one would be more
     */
    CompletionStage<TopicSettings> ensure(String topic, TopicSettings initial, int maxTopics);

    /**
     * Changes the settings of an existing topic and wakes its consumers.
     *
     * @return the settings now in force: the partitions are the higher of the stored and the asked-for number, so a caller
     *     that must refuse shrinking compares; empty if there is no such topic
     */
    CompletionStage<Optional<TopicSettings>> change(String topic, TopicChange change);

    /** The names of all topics. */
    CompletionStage<Set<String>> names();
}
