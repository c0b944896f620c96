package dev.streamlane.schedule;

import java.time.Duration;
import java.util.Set;

/** What keeping delayed jobs tells about its work, for metrics. Calls must be quick and must not throw. */
public interface DelayEvents {
    /** This replica has moved a job into its partition. */
    default void moved(Place place, Duration late) {}

    /** A partition was looked at, and has so many delayed jobs. */
    default void seen(Place place, long delayed) {}

    /** These topics exist, and no others. */
    default void exist(Set<String> topics) {}
}
