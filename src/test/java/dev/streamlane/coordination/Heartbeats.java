package dev.streamlane.coordination;

import java.time.Duration;

/** Makes heartbeats without a container; the schedule is missing, and each beats by its own, monotonic time. */
public final class Heartbeats {
    private Heartbeats() {}

    public static Heartbeat of(CoordinatorFactory coordinators, Wakeups wakeups) {
        return new Heartbeat(coordinators, wakeups, new Departure(Duration.ofSeconds(10)), System::nanoTime);
    }
}
