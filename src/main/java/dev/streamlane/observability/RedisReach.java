package dev.streamlane.observability;

import dev.streamlane.coordination.Beating.Status;
import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.topic.TopicCatalog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Whether Redis answers this replica. That is known from the last beats; a replica without processors has no beats, and asks
 * when it is asked. A scrape does not wait for Redis: an answer that comes later counts for the next one.
 */
@Singleton
final class RedisReach {
    /** Any legal name does: that Redis answers is the answer. */
    private static final String ANY_TOPIC = "readiness";

    private final Heartbeat heartbeat;
    private final TopicCatalog catalog;
    private volatile boolean answered;

    RedisReach(Heartbeat heartbeat, TopicCatalog catalog, MeterRegistry registry) {
        this.heartbeat = heartbeat;
        this.catalog = catalog;
        Gauge.builder("streamlane.redis.reachable", this, reach -> reach.reachable() ? 1 : 0)
                .description("1 if Redis answers this replica, 0 if not")
                .register(registry);
    }

    /** The gauge is there, and knows something, before anybody looks. */
    void onStart(@Observes StartupEvent event) {
        reachable();
    }

    /** Asks; what speaks against it, if anything does. */
    Uni<Optional<String>> ask() {
        return Uni.createFrom()
                .completionStage(() -> catalog.find(ANY_TOPIC))
                .map(answer -> Optional.<String>empty())
                .onFailure()
                .recoverWithItem(failure -> Optional.of("Redis does not answer: " + failure.getMessage()))
                .invoke(problem -> answered = problem.isEmpty());
    }

    private boolean reachable() {
        List<Status> statuses = heartbeat.statuses();
        if (!statuses.isEmpty()) {
            return statuses.stream().allMatch(Status::connected);
        }
        ask().subscribe().with(problem -> {});
        return answered;
    }
}
