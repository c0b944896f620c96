package dev.streamlane.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.coordination.CoordinationSettings;
import dev.streamlane.partition.GroupId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CoordinationMetricsTest {
    private static final GroupId GROUP = new GroupId("mail", "senders");
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private long now = Long.MAX_VALUE - 1; // the monotonic clock may overflow
    private final CoordinationMetrics metrics = new CoordinationMetrics(
            registry,
            new PartitionGauges(registry),
            new CoordinationSettings(INTERVAL, Duration.ofSeconds(10), Duration.ZERO),
            () -> now);

    @Test
    void beatsAreTimedAndFailedOnesCounted() {
        metrics.beat(GROUP, Duration.ofMillis(4));
        metrics.beatFailed(GROUP);

        assertThat(registry.get("streamlane.beats")
                        .tags(Metrics.of(GROUP))
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(4);
        assertThat(counter("streamlane.beats.failed")).isEqualTo(1);
    }

    @Test
    void beatsInTimeAreNotLate() {
        metrics.beat(GROUP, Duration.ZERO);
        pass(INTERVAL);
        metrics.beatFailed(GROUP);
        pass(INTERVAL);
        metrics.beat(GROUP, Duration.ZERO);

        assertThat(counter("streamlane.beats.late")).isZero();
    }

    @Test
    void beatHalfAnIntervalOverdueIsLate() {
        metrics.beat(GROUP, Duration.ZERO);
        pass(Duration.ofMillis(7500));
        metrics.beat(GROUP, Duration.ZERO);

        assertThat(counter("streamlane.beats.late")).isEqualTo(1);
    }

    @Test
    void whatMovesIsCounted() {
        metrics.rebalanced(GROUP);
        metrics.acquired(GROUP, 0);
        metrics.acquired(GROUP, 1);
        metrics.released(GROUP, 0, Duration.ofMillis(20));
        metrics.leaseLost(GROUP, 1);

        assertThat(counter("streamlane.rebalances")).isEqualTo(1);
        assertThat(counter("streamlane.partitions.acquired")).isEqualTo(2);
        assertThat(counter("streamlane.leases.lost")).isEqualTo(1);
        assertThat(registry.get("streamlane.partitions.handover")
                        .tags(Metrics.of(GROUP))
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(20);
    }

    @Test
    void groupThatBeatsShowsHowManyPartitionsItOwns() {
        metrics.beat(GROUP, Duration.ZERO);

        assertThat(gauge("streamlane.partitions.owned")).isZero();
    }

    @Test
    void lastBeatSaysHowManyPartitionsThereAre() {
        metrics.partitions(GROUP, 4);
        metrics.partitions(GROUP, 8);

        assertThat(gauge("streamlane.partitions.known")).isEqualTo(8);
    }

    @Test
    void lastBeatSaysWhetherRedisAnswers() {
        metrics.beat(GROUP, Duration.ZERO);
        assertThat(gauge("streamlane.beats.answered")).isEqualTo(1);

        metrics.beatFailed(GROUP);
        assertThat(gauge("streamlane.beats.answered")).isZero();

        metrics.beat(GROUP, Duration.ZERO);
        assertThat(gauge("streamlane.beats.answered")).isEqualTo(1);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private double gauge(String name) {
        return registry.get(name).tags(Metrics.of(GROUP)).gauge().value();
    }

    private double counter(String name) {
        return registry.get(name).tags(Metrics.of(GROUP)).counter().count();
    }
}
