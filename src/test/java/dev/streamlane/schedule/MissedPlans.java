package dev.streamlane.schedule;

import dev.streamlane.schedule.Schedules.DueSchedule;
import java.time.Instant;
import java.util.Optional;

/** Makes plans. */
public final class MissedPlans {
    private MissedPlans() {}

    public static Missed.Plan of(Instant fired, Instant next) {
        return new Missed.Plan(Optional.of(fired), next);
    }

    public static Missed.Plan skipping(Instant next) {
        return new Missed.Plan(Optional.empty(), next);
    }

    public static DueSchedule due(String name, Instant tick, Schedule schedule) {
        return new DueSchedule(name, tick, schedule.text());
    }
}
