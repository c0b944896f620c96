package dev.streamlane.observability;

import dev.streamlane.deadletter.DeadLetterStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * How many dead letters there are. Each scrape asks, and does not wait for Redis: it shows what was answered to the one
 * before.
 */
@Singleton
final class DeadLetterGauge {
    private final DeadLetterStore store;
    private volatile double length = Double.NaN;

    DeadLetterGauge(DeadLetterStore store, MeterRegistry registry) {
        this.store = store;
        Gauge.builder("streamlane.dead.letters", this, DeadLetterGauge::look)
                .description("Dead letters of all topics and stream services")
                .register(registry);
    }

    /** The gauge is there, and knows something, before anybody looks. */
    void onStart(@Observes StartupEvent event) {
        look();
    }

    private double look() {
        store.length().whenComplete((count, failure) -> length = failure == null ? count : length);
        return length;
    }
}
