package dev.streamlane.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.coordination.Pause;
import dev.streamlane.partition.GroupId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PartitionGaugesTest {
    private static final GroupId GROUP = new GroupId("mail", "senders");
    private static final Renewal FIGURES =
            new Renewal(Renewal.Status.RENEWED, 3, 1000, 40, Duration.ofMillis(2500), Pause.NEVER);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final PartitionGauges gauges = new PartitionGauges(registry);

    @Test
    void ownerReportsTheFiguresOfItsLastRenewal() {
        gauges.acquired(GROUP, 2);
        gauges.observed(GROUP, 2, FIGURES);
        gauges.holding(GROUP, 2, 5, 7);

        assertThat(value("backlog")).isEqualTo(40);
        assertThat(value("pending")).isEqualTo(3);
        assertThat(value("length")).isEqualTo(1000);
        assertThat(value("oldest.age")).isEqualTo(2.5);
        assertThat(value("in.flight")).isEqualTo(5);
        assertThat(value("parked")).isEqualTo(7);
        assertThat(owned()).isEqualTo(1);
    }

    @Test
    void gaugesVanishWhenThePartitionMovesAway() {
        gauges.acquired(GROUP, 2);

        gauges.closed(GROUP, 2);

        assertThat(gauge("backlog")).isNull();
        assertThat(owned()).isZero();
    }

    @Test
    void lateFiguresDoNotBringGaugesBack() {
        gauges.acquired(GROUP, 2);
        gauges.closed(GROUP, 2);

        gauges.observed(GROUP, 2, FIGURES);
        gauges.holding(GROUP, 2, 1, 0);

        assertThat(gauge("backlog")).isNull();
    }

    @Test
    void partitionThatIsBackBeforeItsFormerConsumerHasClosedKeepsItsGauges() {
        gauges.acquired(GROUP, 2);
        gauges.acquired(GROUP, 2);

        gauges.closed(GROUP, 2);
        gauges.observed(GROUP, 2, FIGURES);

        assertThat(value("backlog")).isEqualTo(40);
    }

    @Test
    void consumerThatClosedBeforeItsAcquisitionWasToldLeavesNothing() {
        gauges.closed(GROUP, 2);
        gauges.acquired(GROUP, 2);

        assertThat(gauge("backlog")).isNull();
        assertThat(owned()).isZero();
    }

    @Test
    void partitionThatComesBackIsReportedAnew() {
        gauges.acquired(GROUP, 2);
        gauges.observed(GROUP, 2, FIGURES);
        gauges.closed(GROUP, 2);

        gauges.acquired(GROUP, 2);

        assertThat(value("backlog")).isZero();
    }

    @Test
    void memberWithoutPartitionsOwnsNone() {
        gauges.joined(GROUP);

        assertThat(owned()).isZero();
    }

    private double value(String name) {
        return gauge(name).value();
    }

    private Gauge gauge(String name) {
        return Search.in(registry)
                .name("streamlane.partition." + name)
                .tags(Metrics.of(GROUP).and(Metrics.PARTITION, "2"))
                .gauge();
    }

    private double owned() {
        return registry.get("streamlane.partitions.owned")
                .tags(Metrics.of(GROUP))
                .gauge()
                .value();
    }
}
