package dev.streamlane.producer;

import java.time.Duration;

/**
 * The limits of what may be enqueued.
 *
 * @param maxPayload the largest payload, in bytes of its JSON text
 * @param maxBatch the largest batch, in jobs
 * @param maxHeaders the largest headers of a job, in characters of all names and values together
 * @param maxKey the longest key, and name of a payload field that holds one, in characters
 * @param maxDelay the longest delay
 */
public record EnqueueSettings(int maxPayload, int maxBatch, int maxHeaders, int maxKey, Duration maxDelay) {}
