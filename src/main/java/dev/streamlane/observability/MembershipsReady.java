package dev.streamlane.observability;

import dev.streamlane.coordination.Beating.Status;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.Heartbeat;
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
    private final Heartbeat heartbeat;
    private final RedisReach reach;
    private final Stopping stopping;
    private final Consumer me;

    MembershipsReady(Heartbeat heartbeat, RedisReach reach, Stopping stopping, Consumer me) {
        this.heartbeat = heartbeat;
        this.reach = reach;
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
                ? reach.ask().map(problem -> response(statuses, problem))
                : Uni.createFrom().item(() -> response(statuses, Optional.empty()));
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
