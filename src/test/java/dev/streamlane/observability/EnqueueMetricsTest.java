package dev.streamlane.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.producer.EnqueueEvents.Failure;
import dev.streamlane.topic.Names;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class EnqueueMetricsTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final EnqueueMetrics metrics = new EnqueueMetrics(registry);

    @Test
    void jobsAreCountedByTopicOverAllPartitions() {
        metrics.enqueued("mail", 0, 3);
        metrics.enqueued("mail", 7, 4);

        assertThat(enqueued("mail")).isEqualTo(7);
    }

    @Test
    void refusedJobsAreCountedByReason() {
        metrics.failed("mail", Failure.FULL, 5);

        assertThat(registry.get("streamlane.jobs.enqueue.failed")
                        .tags("topic", "mail", "reason", "full")
                        .counter()
                        .count())
                .isEqualTo(5);
    }

    @Test
    void g8TopicsBeyondTheBoundShareOneLabel() {
        for (int i = 0; i < EnqueueMeters.MAX_LABELS + 20; i++) {
            metrics.enqueued("topic" + i, 0, 1);
        }

        assertThat(enqueued(EnqueueMeters.OTHER)).isEqualTo(20);
        assertThat(registry.find("streamlane.jobs.enqueued").counters()).hasSize(EnqueueMeters.MAX_LABELS + 1);
    }

    @Test
    void addedAndRefusedStreamsAreCountedByService() {
        metrics.streamAdded("orders");
        metrics.streamFailed("orders", Failure.FULL);
        metrics.streamFailed("orders", Failure.FULL);

        assertThat(registry.get("streamlane.streams.added")
                        .tag("service", "orders")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("streamlane.streams.add.failed")
                        .tags("service", "orders", "reason", "full")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void g8ServicesBeyondTheBoundShareOneLabel() {
        for (int i = 0; i < EnqueueMeters.MAX_LABELS + 20; i++) {
            metrics.streamAdded("service" + i);
        }

        assertThat(registry.find("streamlane.streams.added").counters()).hasSize(EnqueueMeters.MAX_LABELS + 1);
    }

    @Test
    void labelOfTheOthersIsNoTopic() {
        assertThat(Names.legal(EnqueueMeters.OTHER)).isFalse();
    }

    private double enqueued(String topic) {
        return registry.get("streamlane.jobs.enqueued")
                .tag("topic", topic)
                .counter()
                .count();
    }
}
