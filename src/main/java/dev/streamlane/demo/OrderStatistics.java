package dev.streamlane.demo;

import dev.streamlane.stats.Processed;
import dev.streamlane.stats.ServiceStats;
import dev.streamlane.stats.Stats;
import dev.streamlane.streams.StreamEvents.Result;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Logs how many order streams this replica has processed, all in all and recently. */
@Singleton
@IfBuildProperty(name = "streamlane.demo.enabled", stringValue = "true")
final class OrderStatistics {
    private static final Logger LOG = Logger.getLogger(OrderStatistics.class);

    private final Stats stats;

    OrderStatistics(Stats stats) {
        this.stats = stats;
    }

    void log() {
        stats.service(OrderProcessor.SERVICE).ifPresent(OrderStatistics::log);
    }

    private static void log(ServiceStats service) {
        Processed<Result> recent = service.recent();
        LOG.infof(
                "Statistics: processed %d streams, %d of them claimed; in the last %d s %d, in %.1f s on average;"
                        + " had %d at its last beat",
                service.processed().count(Result.DONE),
                service.claimed(),
                Stats.RECENT.toSeconds(),
                recent.count(Result.DONE),
                recent.mean().toMillis() / 1000.0,
                service.held());
    }
}
