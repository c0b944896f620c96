package dev.streamlane.schedule;

import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.topic.TopicSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Schedules as they are stored. Every call may fail with {@link dev.streamlane.topic.StoreUnavailableException}. */
public interface Schedules {
    /**
     * Stores a schedule, new or in place of the one of that name.
     *
     * @param job the job of each tick; its headers have those of {@link Schedule}
     * @param next its next tick, unless it ticks as the present one; empty to pause it
     * @return its next tick; fails with {@link TooManySchedulesException}
     */
    CompletionStage<Optional<Instant>> put(
            Place place, String name, Schedule schedule, NewEntry job, Optional<Instant> next);

    /** The schedule of that name. */
    CompletionStage<Optional<Stored>> find(Place place, String name);

    /** All schedules of a partition by name, without their jobs. */
    CompletionStage<List<Stored>> list(Place place);

    /** Removes a schedule; whether it was there. */
    CompletionStage<Boolean> delete(Place place, String name);

    /** Schedules whose tick is due, at most so many; without the first ones, whose ticks were due first. */
    CompletionStage<Due> due(Place place, int skip, int most);

    /** Lets a schedule tick, once: whoever is first. Whether there was room for the job. */
    CompletionStage<Boolean> fire(Place place, TopicSettings settings, DueSchedule due, Missed.Plan plan, String jobId);

    /**
     * A schedule.
     *
     * @param name its name
     * @param partition the partition of its jobs
     * @param schedule when it ticks
     * @param next its next tick; empty if it is paused
     * @param job its job; {@code null} in lists
     */
    record Stored(String name, int partition, Schedule schedule, Optional<Instant> next, NewEntry job) {}

    /**
     * What is due.
     *
     * @param now Redis' time
     * @param schedules the schedules
     */
    record Due(Instant now, List<DueSchedule> schedules) {}

    /**
     * A schedule that is due.
     *
     * @param name its name
     * @param tick its tick
     * @param schedule when it ticks, as {@link Schedule#text()}
     */
    record DueSchedule(String name, Instant tick, String schedule) {}
}
