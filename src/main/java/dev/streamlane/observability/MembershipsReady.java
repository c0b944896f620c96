package dev.streamlane.observability;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.CoordinationSettings;
import dev.streamlane.coordination.GroupCoordinator.Status;
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
 * Ready when Redis answers, this replica is a member of all its groups under its own name, and it is not stopping. Whether
 * Redis answers is known from the last beat; a replica without processors has no beats and asks.
 */
@Readiness
@Singleton
final class MembershipsReady implements AsyncHealthCheck {
    /** Any legal name does: that Redis answers is the answer. */
    private static final String ANY_TOPIC = "readiness";

    private final Heartbeat heartbeat;
    private final FirstBeats beats;
    private final TopicCatalog catalog;
    private final Stopping stopping;
    private final Consumer me;
    private final Vitals vitals;

    MembershipsReady(
            Heartbeat heartbeat,
            FirstBeats beats,
            TopicCatalog catalog,
            Stopping stopping,
            Consumer me,
            CoordinationSettings settings) {
        this.heartbeat = heartbeat;
        this.beats = beats;
        this.catalog = catalog;
        this.stopping = stopping;
        this.me = me;
        this.vitals = new Vitals(settings.ttl());
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

    private Optional<String> problem(Status status) {
        return beats.seen(status.group()) ? vitals.problem(status) : Optional.of("the first beat is not done yet");
    }

    private HealthCheckResponse response(List<Status> statuses, Optional<String> problem) {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("streamlane").up().withData("consumer", me.id());
        problem.ifPresent(text -> response.down().withData("problem", text));
        for (Status status : statuses) {
            response.withData(status.group().toString(), status.owned().toString());
            problem(status).ifPresent(text -> response.down().withData("problem of " + status.group(), text));
        }
        return response.build();
    }
}
