package dev.streamlane.schedule;

import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Delayed jobs as they are stored. Every call may fail with {@link dev.streamlane.topic.StoreUnavailableException}. */
public interface DelayedJobs {
    /** Moves jobs that are due into their partition, in the order of their due times: some at a time, each once. */
    CompletionStage<Promotion> promote(Place place, TopicSettings settings);

    /**
     * Delayed jobs of a partition in the order of their due times.
     *
     * @param afterDue when the job is due after which to begin, in epoch milliseconds
     * @param afterAge that job's {@link DelayedJob#age}
     */
    CompletionStage<List<DelayedJob>> list(Place place, long afterDue, long afterAge, int most);

    /** Removes a delayed job; whether it was there. */
    CompletionStage<Boolean> cancel(Place place, String id);

    /**
     * What was moved, and what is left.
     *
     * @param moved what was moved, in its order
     * @param left how many jobs are still delayed
     * @param next how long it takes until the next one is due; zero if it is already
     * @param tick how long it takes until a schedule of the partition is due
     * @param full whether the partition has no room for more
     * @param length how many entries it has now
     */
    record Promotion(
            List<Moved> moved,
            long left,
            Optional<Duration> next,
            Optional<Duration> tick,
            boolean full,
            long length) {}

    /**
     * A job that has entered its partition.
     *
     * @param id its UUID
     * @param entryId its entry ID there
     * @param late by how much after it was due
     */
    record Moved(String id, String entryId, Duration late) {}

    /**
     * A job that is not due yet, or not moved yet.
     *
     * @param id its UUID
     * @param partition the partition it will enter
     * @param key its key, or {@code null}
     * @param runAt when
     * @param age orders jobs that are due at the same time
     */
    record DelayedJob(String id, int partition, String key, Instant runAt, long age) {}
}
