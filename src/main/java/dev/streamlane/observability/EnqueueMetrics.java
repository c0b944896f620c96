package dev.streamlane.observability;

import dev.streamlane.producer.EnqueueEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts what is enqueued, by topic only: anyone who may enqueue can bring topics and partitions into being. So that this
 * stays within bounds, the topics of a replica's first {@value #MAX_TOPICS} have their own label, all further ones share
 * {@value #OTHER}, which is no legal name of a topic. Each label has {@code 1 + Failure.values().length} time series.
 */
@Singleton
final class EnqueueMetrics implements EnqueueEvents {
    static final int MAX_TOPICS = 500;
    static final String OTHER = "(other)";

    private final MeterRegistry registry;
    private final ConcurrentMap<String, TopicMeters> topics = new ConcurrentHashMap<>();

    EnqueueMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void enqueued(String topic, int partition, int jobs) {
        of(topic).enqueued.increment(jobs);
    }

    @Override
    public void failed(String topic, Failure failure, int jobs) {
        of(topic).failed.get(failure).increment(jobs);
    }

    private TopicMeters of(String topic) {
        TopicMeters meters = topics.get(topic);
        if (meters != null) {
            return meters;
        }
        // A few topics that come at the same time may get their own label beyond the bound.
        String label = topics.size() < MAX_TOPICS ? topic : OTHER;
        return topics.computeIfAbsent(label, absent -> new TopicMeters(registry, absent));
    }

    private static final class TopicMeters {
        private final Counter enqueued;
        private final Map<Failure, Counter> failed = new EnumMap<>(Failure.class);

        TopicMeters(MeterRegistry registry, String topic) {
            enqueued = Counter.builder("streamlane.jobs.enqueued")
                    .description("Jobs that were enqueued here")
                    .tag(Metrics.TOPIC, topic)
                    .register(registry);
            for (Failure failure : Failure.values()) {
                Counter counter = Counter.builder("streamlane.jobs.enqueue.failed")
                        .description("Jobs that were refused here, or may not have been written, by reason")
                        .tags(Metrics.TOPIC, topic, "reason", failure.name().toLowerCase(Locale.ROOT))
                        .register(registry);
                failed.put(failure, counter);
            }
        }
    }
}
