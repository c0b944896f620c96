package dev.streamlane.schedule;

import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.topic.StoreRefusedException;
import dev.streamlane.topic.TopicSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Schedules that answer as they are told to, and note what was fired. */
final class FakeSchedules implements Schedules {
    final List<DueSchedule> due = new ArrayList<>();
    final List<Missed.Plan> fired = new ArrayList<>();
    final List<String> ticked = new ArrayList<>();
    Instant now = Instant.EPOCH;
    final List<String> deleted = new ArrayList<>();

    /** Names of those that cannot tick, whatever is tried. */
    final Set<String> poisoned = new HashSet<>();

    /** What each tick fails with, if it does. */
    RuntimeException failure;

    boolean full;

    @Override
    public CompletionStage<Optional<Instant>> put(
            Place place, String name, Schedule schedule, NewEntry job, Optional<Instant> next) {
        return full
                ? CompletableFuture.failedStage(new TooManySchedulesException(place, 1))
                : CompletableFuture.completedStage(next);
    }

    @Override
    public CompletionStage<Optional<Stored>> find(Place place, String name) {
        return CompletableFuture.completedStage(Optional.empty());
    }

    @Override
    public CompletionStage<List<Stored>> list(Place place) {
        return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<Boolean> delete(Place place, String name) {
        deleted.add(name + " in " + place.partition());
        return CompletableFuture.completedStage(true);
    }

    @Override
    public CompletionStage<Due> due(Place place, int skip, int most) {
        return CompletableFuture.completedStage(
                new Due(now, due.stream().skip(skip).limit(most).toList()));
    }

    @Override
    public CompletionStage<Boolean> fire(
            Place place, TopicSettings settings, DueSchedule schedule, Missed.Plan plan, String jobId) {
        if (failure != null) {
            return CompletableFuture.failedStage(failure);
        }
        if (poisoned.contains(schedule.name())) {
            return CompletableFuture.failedStage(new StoreRefusedException("Redis refused: not JSON", null));
        }
        fired.add(plan);
        ticked.add(schedule.name());
        return CompletableFuture.completedStage(!full);
    }
}
