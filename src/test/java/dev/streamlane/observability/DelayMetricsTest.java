package dev.streamlane.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.schedule.Place;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DelayMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DelayMetrics metrics = new DelayMetrics(registry);

    @Test
    void theDelayedJobsOfAllPartitionsAreAddedUp() {
        metrics.seen(new Place("a", 0), 3);
        metrics.seen(new Place("a", 1), 4);
        metrics.seen(new Place("a", 0), 2);

        assertThat(registry.get("streamlane.jobs.delayed")
                        .tag("topic", "a")
                        .gauge()
                        .value())
                .isEqualTo(6);
    }

    @Test
    void lateOnesAreTimed() {
        metrics.moved(new Place("a", 0), Duration.ofMillis(7));

        assertThat(registry.get("streamlane.jobs.due.lateness").timer().max(TimeUnit.MILLISECONDS))
                .isEqualTo(7);
    }

    @Test
    void g8TopicsWithoutDelayedJobsAndThoseThatAreGoneHaveNoMeters() {
        metrics.seen(new Place("none", 0), 0);
        metrics.seen(new Place("a", 0), 1);
        metrics.exist(Set.of("none"));

        assertThat(registry.getMeters()).isEmpty();
    }
}
