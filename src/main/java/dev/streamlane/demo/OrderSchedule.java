package dev.streamlane.demo;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Runs the producer of order streams every 3 seconds, and logs statistics every 10; with {@code
 * streamlane.demo.producer=false} a replica only processes.
 */
@Singleton
@IfBuildProperty(name = "streamlane.demo.enabled", stringValue = "true")
final class OrderSchedule {
    private static final Logger LOG = Logger.getLogger(OrderSchedule.class);

    private final Repetition production;
    private final Repetition statistics;
    private final boolean enabled;

    OrderSchedule(OrderProducer producer, OrderStatistics statistics, Vertx vertx, DemoConfig config) {
        this.production = new Repetition(vertx, config.orders()::every, producer::produce);
        this.statistics = new Repetition(vertx, config.orders()::statistics, () -> Uni.createFrom()
                .voidItem()
                .invoke(statistics::log));
        this.enabled = config.producer();
    }

    void start(@Observes StartupEvent event) {
        statistics.begin();
        if (enabled) {
            LOG.info("Starting producer of order streams");
            production.begin();
        }
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        end();
    }

    /** For the ways to end that skip the pre-shutdown phase. */
    @PreDestroy
    void end() {
        production.end();
        statistics.end();
    }
}
