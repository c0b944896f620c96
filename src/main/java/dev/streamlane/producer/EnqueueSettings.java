package dev.streamlane.producer;

/**
 * The limits of what may be enqueued.
 *
 * @param maxPayload the largest payload, in bytes of its JSON text
 * @param maxBatch the largest batch, in jobs
 * @param maxHeaders the largest headers of a job, in characters of all names and values together
 * @param maxKey the longest key, and name of a payload field that holds one, in characters
 */
public record EnqueueSettings(int maxPayload, int maxBatch, int maxHeaders, int maxKey) {}
