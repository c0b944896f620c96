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
        for (int i = 0; i < EnqueueMetrics.MAX_TOPICS + 20; i++) {
            metrics.enqueued("topic" + i, 0, 1);
        }

        assertThat(enqueued(EnqueueMetrics.OTHER)).isEqualTo(20);
        assertThat(registry.find("streamlane.jobs.enqueued").counters()).hasSize(EnqueueMetrics.MAX_TOPICS + 1);
    }

    @Test
    void labelOfTheOthersIsNoTopic() {
        assertThat(Names.legal(EnqueueMetrics.OTHER)).isFalse();
    }

    private double enqueued(String topic) {
        return registry.get("streamlane.jobs.enqueued")
                .tag("topic", topic)
                .counter()
                .count();
    }
}
