package dev.streamlane.observability;

import dev.streamlane.partition.GroupId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What Streamlane's metrics have in common: their labels, and how counters and timers are made. */
final class Metrics {
    static final String TOPIC = "topic";
    static final String GROUP = "group";
    static final String PARTITION = "partition";
    static final String SERVICE = "service";

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

    static Tags ofService(String service) {
        return Tags.of(SERVICE, service);
    }

    static Counter counter(MeterRegistry registry, String name, Tags tags, String description) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    /** A counter for each way in which an attempt may end. */
    static <R extends Enum<R>> Map<R, Counter> outcomes(
            Class<R> kind, MeterRegistry registry, String name, Tags tags, String description) {
        Map<R, Counter> counters = new EnumMap<>(kind);
        for (R outcome : kind.getEnumConstants()) {
            Tags labels = tags.and("outcome", outcome.name().toLowerCase(Locale.ROOT));
            counters.put(outcome, counter(registry, name, labels, description));
        }
        return counters;
    }

    static Timer timer(MeterRegistry registry, String name, Tags tags, String description) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
