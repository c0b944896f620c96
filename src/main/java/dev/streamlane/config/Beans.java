package dev.streamlane.config;

import dev.streamlane.producer.EnqueueSettings;
import dev.streamlane.producer.JobIds;
import dev.streamlane.topic.NewTopics;
import dev.streamlane.topic.TopicCatalog;
import dev.streamlane.topic.TopicDirectory;
import dev.streamlane.topic.TopicSettings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * Puts plain objects together from the configuration, and is the only place that touches the platform's clock and random
 * numbers, so that tests can put their own in.
 */
@Singleton
final class Beans {
    /** For so long a producer may use a partition count that another replica has just changed. */
    private static final Duration TOPIC_MEMORY = Duration.ofSeconds(1);

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    JobIds jobIds() {
        return () -> UUID.randomUUID().toString();
    }

    @Produces
    @Singleton
    EnqueueSettings enqueueSettings(StreamlaneConfig config) {
        StreamlaneConfig.Enqueue enqueue = config.enqueue();
        return new EnqueueSettings(enqueue.maxPayload(), enqueue.maxBatch(), enqueue.maxHeaders(), enqueue.maxKey());
    }

    @Produces
    @Singleton
    TopicDirectory topicDirectory(TopicCatalog catalog, StreamlaneConfig config) {
        StreamlaneConfig.Topics topics = config.topics();
        TopicSettings initial = new TopicSettings(
                topics.partitions(), topics.maxLength(), topics.overflow(), topics.ordering(), topics.maxAttempts());
        NewTopics limits = new NewTopics(initial, topics.autoCreate(), topics.maxTopics(), topics.maxPartitions());
        return new TopicDirectory(catalog, limits, TOPIC_MEMORY, System::nanoTime);
    }
}
