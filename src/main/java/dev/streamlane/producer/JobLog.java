package dev.streamlane.producer;

import dev.streamlane.topic.TopicSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Writes jobs to the partitions of a topic. */
public interface JobLog {
    /**
     * Appends jobs, in their order, to one partition: all of them or none.
     *
     * @return what came of it; a stage that fails with {@link dev.streamlane.topic.StoreUnavailableException} leaves open
     *     whether the jobs were written, unless that says that nothing was touched
     */
    CompletionStage<Appended> append(String topic, int partition, TopicSettings settings, List<NewEntry> entries);

    /** What {@link #append} would answer to jobs of which some have idempotency keys; writes nothing. */
    CompletionStage<Appended> look(String topic, int partition, TopicSettings settings, List<NewEntry> entries);

    /**
     * One job, validated and encoded.
     *
     * @param id the job's UUID
     * @param payload JSON text
     * @param partitionKey the name of the payload field that holds the key, or empty
     * @param key the key, or {@code null}
     * @param createdAtMillis when it was made, in epoch milliseconds
     * @param timeoutSeconds 0 for none
     * @param headers a JSON object of strings, or {@code null}
     * @param due until when it is kept back, or {@code null}
     * @param once its idempotency key, or {@code null}
     */
    record NewEntry(
            String id,
            String payload,
            String partitionKey,
            String key,
            long createdAtMillis,
            long timeoutSeconds,
            String headers,
            Due due,
            Once once) {}

    /** The answer to {@link #append} and {@link DelayLog#keep}. */
    sealed interface Appended {
        /**
         * All are written.
         *
         * @param entryIds in the order of the entries
         */
        record Written(List<String> entryIds) implements Appended {}

        /**
         * All are kept until they are due.
         *
         * @param runAts when they are due, in the order of the entries
         * @param entryIds the entry IDs of those that were due already and entered the partition, by job id
         */
        record Kept(List<Instant> runAts, Map<String, String> entryIds) implements Appended {}

        /**
         * All are in the partition; those whose idempotency key was known have been there before.
         *
         * @param entryIds in the order of the entries
         * @param ids the jobs' ids, those of the jobs enqueued first
         */
        record Once(List<String> entryIds, List<String> ids) implements Appended {}

        /**
         * None is written: some have the idempotency key of another job.
         *
         * @param places which entries
         */
        record Clash(List<Integer> places) implements Appended {}

        /**
         * None is written: the partition keeps too many idempotency keys.
         *
         * @param keys how many it keeps
         * @param limit how many it may keep
         */
        record Crowded(long keys, long limit) implements Appended {}

        /**
         * None is written: the partition has not enough room.
         *
         * @param length how many entries it has
         * @param pinnedBy the group whose unfinished jobs keep it full, or {@code null} if the topic has no group yet, or if
         *     these are delayed jobs
         */
        record Full(long length, String pinnedBy) implements Appended {}

        /**
         * Written, but fewer replicas than asked for have confirmed it in time.
         *
         * @param entryIds in the order of the entries; none for delayed jobs
         * @param replicas how many have
         */
        record Unconfirmed(List<String> entryIds, int replicas) implements Appended {}

        /**
         * Writing stopped in the middle.
         *
         * @param entryIds in the order of the entries; {@code null} for those that are not known to be written
         * @param statuses what became of each
         * @param failure why it stopped
         */
        record Broken(List<String> entryIds, List<JobOutcome.Status> statuses, RuntimeException failure)
                implements Appended {}
    }
}
