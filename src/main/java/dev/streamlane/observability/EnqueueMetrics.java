package dev.streamlane.observability;

import dev.streamlane.producer.EnqueueEvents;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/**
 * Counts what is enqueued, jobs by topic and streams by service only: anyone who may enqueue can bring topics, partitions
 * and services into being.
 */
@Singleton
final class EnqueueMetrics implements EnqueueEvents {
    private final EnqueueMeters jobs;
    private final EnqueueMeters streams;

    EnqueueMetrics(MeterRegistry registry) {
        jobs = new EnqueueMeters(
                registry, Metrics.TOPIC, "Jobs", "streamlane.jobs.enqueued", "streamlane.jobs.enqueue.failed");
        streams = new EnqueueMeters(
                registry, Metrics.SERVICE, "Streams", "streamlane.streams.added", "streamlane.streams.add.failed");
    }

    @Override
    public void enqueued(String topic, int partition, int count) {
        jobs.of(topic).succeeded(count);
    }

    @Override
    public void failed(String topic, Failure failure, int count) {
        jobs.of(topic).failed(failure, count);
    }

    @Override
    public void streamAdded(String service) {
        streams.of(service).succeeded(1);
    }

    @Override
    public void streamFailed(String service, Failure failure) {
        streams.of(service).failed(failure, 1);
    }
}
