package dev.streamlane.observability;

import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.coordination.Pause;
import dev.streamlane.observability.PartitionGauges.Place;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The gauges of one partition. They exist while there is somebody to consume it. */
final class PartitionMeters {
    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final MeterRegistry registry;
    private final Tags tags;
    private List<Meter> gauges = List.of();
    private int consumers;
    private volatile Renewal figures = new Renewal(Renewal.Status.RENEWED, 0, 0, 0, Duration.ZERO, Pause.NEVER);
    private volatile int running;
    private volatile int parked;

    PartitionMeters(MeterRegistry registry, Place place) {
        this.registry = registry;
        this.tags = Metrics.of(place.group()).and(Metrics.PARTITION, Integer.toString(place.partition()));
    }

    /** Counts consumers up or down; whether their number is not zero. */
    synchronized boolean consumers(int by) {
        consumers += by;
        if (consumers > 0 && gauges.isEmpty()) {
            gauges = register();
        } else if (consumers <= 0) {
            gauges.forEach(registry::remove);
            gauges = List.of();
        }
        return consumers != 0;
    }

    void observed(Renewal renewal) {
        figures = renewal;
    }

    void holding(int nowRunning, int nowParked) {
        running = nowRunning;
        parked = nowParked;
    }

    private List<Meter> register() {
        return List.of(
                gauge("in.flight", null, "Jobs of the partition that run now", meters -> meters.running),
                gauge("parked", null, "Jobs that wait behind another one of their key", meters -> meters.parked),
                gauge("pending", null, "Entries delivered but not acknowledged", meters -> meters.figures.pending()),
                gauge("backlog", null, "Entries not delivered yet, plus pending", meters -> meters.figures.backlog()),
                gauge(
                        "length",
                        null,
                        "Entries in the stream, finished ones included",
                        meters -> meters.figures.length()),
                gauge("oldest.age", "seconds", "Age of the oldest unfinished entry", PartitionMeters::oldestSeconds));
    }

    private double oldestSeconds() {
        return figures.oldest().toNanos() / NANOS_PER_SECOND;
    }

    private Gauge gauge(String name, String unit, String description, ToDoubleFunction<PartitionMeters> value) {
        return Gauge.builder("streamlane.partition." + name, this, value)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }
}
