package dev.streamlane.observability;

import dev.streamlane.schedule.DelayEvents;
import dev.streamlane.schedule.Place;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts delayed jobs, by topic only. Every replica looks at all topics, so each shows the same number of them, which is as
 * old as its last look.
 */
@Singleton
final class DelayMetrics implements DelayEvents {
    private final MeterRegistry registry;
    private final Map<String, Meters> topics = new ConcurrentHashMap<>();

    DelayMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Meters(Map<Integer, Long> byPartition, Gauge delayed, Timer lateness) {}

    @Override
    public void moved(Place place, Duration late) {
        of(place.topic()).lateness.record(late);
    }

    @Override
    public void seen(Place place, long delayed) {
        if (delayed > 0 || topics.containsKey(place.topic())) {
            of(place.topic()).byPartition.put(place.partition(), delayed);
        }
    }

    @Override
    public void exist(Set<String> names) {
        topics.forEach((topic, meters) -> {
            if (!names.contains(topic) && topics.remove(topic, meters)) {
                registry.remove(meters.delayed);
                registry.remove(meters.lateness);
            }
        });
    }

    private Meters of(String topic) {
        return topics.computeIfAbsent(topic, this::register);
    }

    private Meters register(String topic) {
        Tags tags = Tags.of(Metrics.TOPIC, topic);
        Map<Integer, Long> byPartition = new ConcurrentHashMap<>();
        Gauge delayed = Gauge.builder("streamlane.jobs.delayed", byPartition, DelayMetrics::sum)
                .description("Jobs that are kept back until they are due")
                .tags(tags)
                .register(registry);
        Timer lateness = Metrics.timer(
                registry, "streamlane.jobs.due.lateness", tags, "How late this replica moved jobs that were due");
        return new Meters(byPartition, delayed, lateness);
    }

    private static double sum(Map<Integer, Long> byPartition) {
        return byPartition.values().stream().mapToLong(Long::longValue).sum();
    }
}
