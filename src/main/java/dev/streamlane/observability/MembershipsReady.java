package dev.streamlane.observability;

import dev.streamlane.coordination.Beating.Status;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.topic.TopicCatalog;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when Redis answers, this replica is registered in all its groups and stream services under its own name, and it
 * is not stopping. Whether Redis answers is known from the last beat; a replica without processors has no beats and asks.
 */
@Readiness
@Singleton
final class MembershipsReady implements AsyncHealthCheck {
    /** Any legal name does: that Redis answers is the answer. */
    private static final String ANY_TOPIC = "readiness";

    private final Heartbeat heartbeat;
    private final TopicCatalog catalog;
    private final Stopping stopping;
    private final Consumer me;

    MembershipsReady(Heartbeat heartbeat, TopicCatalog catalog, Stopping stopping, Consumer me) {
        this.heartbeat = heartbeat;
        this.catalog = catalog;
        this.stopping = stopping;
        this.me = me;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        List<Status> statuses = heartbeat.statuses();
        if (stopping.begun()) {
            return Uni.createFrom().item(response(statuses, Optional.of("stopping")));
        }
        return statuses.isEmpty()
                ? askRedis().map(problem -> response(statuses, problem))
                : Uni.createFrom().item(() -> response(statuses, Optional.empty()));
    }

    private Uni<Optional<String>> askRedis() {
        return Uni.createFrom()
                .completionStage(() -> catalog.find(ANY_TOPIC))
                .map(answer -> Optional.<String>empty())
                .onFailure()
                .recoverWithItem(failure -> Optional.of("Redis does not answer: " + failure.getMessage()));
    }

    private HealthCheckResponse response(List<Status> statuses, Optional<String> problem) {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("streamlane").up();
        for (Status status : statuses) {
            response.withData(status.name(), status.owned());
            Vitals.problem(status).ifPresent(text -> response.down().withData("problem of " + status.name(), text));
        }
        // These come last, because a stream service may be called like one of them.
        problem.ifPresent(text -> response.down().withData("problem", text));
        return response.withData("consumer", me.id()).build();
    }
}
