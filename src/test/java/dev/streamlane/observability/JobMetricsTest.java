package dev.streamlane.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.DeadJob;
import dev.streamlane.consumer.JobEvents.Result;
import dev.streamlane.partition.GroupId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JobMetricsTest {
    private static final GroupId GROUP = new GroupId("mail", "senders");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final JobMetrics metrics = new JobMetrics(registry, new PartitionGauges(registry));

    @Test
    void attemptsAreCountedByOutcome() {
        run(Result.DONE);
        run(Result.DONE);
        run(Result.TIMED_OUT);

        assertThat(processed("done")).isEqualTo(2);
        assertThat(processed("timed_out")).isEqualTo(1);
        assertThat(processed("abandoned")).isZero();
    }

    @Test
    void groupsAreCountedApart() {
        metrics.retrying(GROUP);
        metrics.retrying(new GroupId("mail", "auditors"));
        metrics.deadLettered(GROUP, new DeadJob("job", 0, "1-0", 5, "broken", null));

        assertThat(counter("streamlane.jobs.retries")).isEqualTo(1);
        assertThat(counter("streamlane.jobs.dead.letters")).isEqualTo(1);
    }

    @Test
    void whatRunsIsInFlight() {
        metrics.started(GROUP, Duration.ZERO);
        metrics.started(GROUP, Duration.ZERO);
        metrics.ended(GROUP, Result.FAILED, Duration.ofMillis(1));

        double inFlight = registry.get("streamlane.jobs.in.flight")
                .tags(Metrics.of(GROUP))
                .gauge()
                .value();

        assertThat(inFlight).isEqualTo(1);
    }

    @Test
    void durationsAndWaitsAreTimed() {
        metrics.started(GROUP, Duration.ofMillis(30));
        metrics.ended(GROUP, Result.DONE, Duration.ofSeconds(2));

        assertThat(timer("streamlane.jobs.dispatch.latency").totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(30);
        assertThat(timer("streamlane.jobs.duration").totalTime(TimeUnit.SECONDS))
                .isEqualTo(2);
    }

    @Test
    void jobFromTheFutureHasNotWaited() {
        metrics.started(GROUP, Duration.ofSeconds(-3));

        assertThat(timer("streamlane.jobs.dispatch.latency").count()).isEqualTo(1);
        assertThat(timer("streamlane.jobs.dispatch.latency").totalTime(TimeUnit.SECONDS))
                .isZero();
    }

    @Test
    void jobThatDoesNotSayWhenItWasEnqueuedDoesNotSpoilTheLatency() {
        metrics.started(GROUP, Duration.between(Instant.EPOCH, Instant.parse("2026-01-01T00:00:00Z")));

        assertThat(timer("streamlane.jobs.dispatch.latency").count()).isZero();
    }

    private void run(Result result) {
        metrics.started(GROUP, Duration.ZERO);
        metrics.ended(GROUP, result, Duration.ofMillis(1));
    }

    private double processed(String outcome) {
        return registry.get("streamlane.jobs.processed")
                .tags(Metrics.of(GROUP).and("outcome", outcome))
                .counter()
                .count();
    }

    private double counter(String name) {
        return registry.get(name).tags(Metrics.of(GROUP)).counter().count();
    }

    private Timer timer(String name) {
        return registry.get(name).tags(Metrics.of(GROUP)).timer();
    }
}
