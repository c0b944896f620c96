package dev.streamlane.topic;

/**
 * What Redis stores about a topic; one truth for all replicas.
 *
 * @param partitions how many partitions it has; only ever grows
 * @param maxLength entries per partition down to which finished jobs are kept; 0 means unbounded
 * @param overflow what happens when a partition is full of unfinished jobs
 * @param ordering in which order jobs may start
 * @param maxAttempts how many starts a job has before it is dead-lettered
 * @param maxBacklog how many unfinished jobs a group may have before no more are taken; 0 means any number
 */
public record TopicSettings(
        int partitions, long maxLength, Overflow overflow, Ordering ordering, int maxAttempts, long maxBacklog) {}
