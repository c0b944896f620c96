package dev.streamlane.observability;

import dev.streamlane.partition.GroupId;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/** What Streamlane's metrics have in common: their labels and the buckets of their durations. */
final class Metrics {
    static final String TOPIC = "topic";
    static final String GROUP = "group";
    static final String PARTITION = "partition";

    /** From a job that hardly does anything to one that takes long; few, because each is a time series of its own. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5)
    };

    private Metrics() {}

    static Tags of(GroupId group) {
        return Tags.of(TOPIC, group.topic(), GROUP, group.group());
    }

    static Duration[] buckets() {
        return BUCKETS.clone();
    }
}
