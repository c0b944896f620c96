package dev.streamlane.schedule;

import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.topic.TopicSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Schedules that answer as they are told to, and note what was fired. */
final class FakeSchedules implements Schedules {
    final List<DueSchedule> due = new ArrayList<>();
    final List<Missed.Plan> fired = new ArrayList<>();
    Instant now = Instant.EPOCH;
    boolean full;

    @Override
    public CompletionStage<Optional<Instant>> put(
            Place place, String name, Schedule schedule, NewEntry job, Optional<Instant> next) {
        return CompletableFuture.completedStage(next);
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
        return CompletableFuture.completedStage(false);
    }

    @Override
    public CompletionStage<Due> due(Place place, int most) {
        return CompletableFuture.completedStage(new Due(now, List.copyOf(due)));
    }

    @Override
    public CompletionStage<Boolean> fire(
            Place place, TopicSettings settings, DueSchedule schedule, Missed.Plan plan, String jobId) {
        fired.add(plan);
        return CompletableFuture.completedStage(!full);
    }
}
