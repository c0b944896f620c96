package dev.streamlane.rest;

import dev.streamlane.topic.TopicSettings;
import java.util.Locale;

/**
 * A topic's settings.
 *
 * @param topic its name
 * @param partitions how many partitions it has
 * @param maxLength entries per partition down to which finished jobs are kept; 0 for no bound
 * @param overflow what happens when a partition is full: {@code reject} or {@code trim}
 * @param ordering in which order jobs start
 * @param maxAttempts how many starts a job has
 * @param maxBacklog how many unfinished jobs a group may have; 0 for any number
 */
record TopicView(
        String topic,
        int partitions,
        long maxLength,
        String overflow,
        String ordering,
        int maxAttempts,
        long maxBacklog) {
    static TopicView of(String topic, TopicSettings settings) {
        return new TopicView(
                topic,
                settings.partitions(),
                settings.maxLength(),
                settings.overflow().name().toLowerCase(Locale.ROOT),
                settings.ordering().name().toLowerCase(Locale.ROOT),
                settings.maxAttempts(),
                settings.maxBacklog());
    }
}
