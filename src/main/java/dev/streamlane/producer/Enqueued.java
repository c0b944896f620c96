package dev.streamlane.producer;

/**
 * A job that is in its topic.
 *
 * @param id the job's UUID
 * @param topic its topic
 * @param partition its partition, from 0
 * @param entryId its entry ID in the partition's Redis stream, {@code <milliseconds>-<sequence>}
 */
public record Enqueued(String id, String topic, int partition, String entryId) {}
