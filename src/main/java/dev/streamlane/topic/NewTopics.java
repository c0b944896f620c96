package dev.streamlane.topic;

/**
 * How topics come into being.
 *
 * @param initial the settings of a new topic
 * @param autoCreate whether enqueueing to an unknown topic creates it
 * @param maxTopics how many topics there may be
 * @param maxPartitions how many partitions a topic may have
 */
public record NewTopics(TopicSettings initial, boolean autoCreate, int maxTopics, int maxPartitions) {}
