package dev.streamlane.observability;

import dev.streamlane.coordination.Beating.Status;
import dev.streamlane.coordination.Heartbeat;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Live as long as the beats run. Redis is never asked, and its absence makes nobody dead: no restart brings it back. A
 * superseded replica is live too: restarted, it would take its consumer id back, and so on in turns. One that has left
 * its groups beats no more and stays live until it ends.
 *
 * <p>Asynchronous, like its neighbours, because it then needs no worker thread: jobs may have taken them all.
 */
@Liveness
@Singleton
final class BeatsLive implements AsyncHealthCheck {
    private final Heartbeat heartbeat;
    private final Stopping stopping;

    BeatsLive(Heartbeat heartbeat, Stopping stopping) {
        this.heartbeat = heartbeat;
        this.stopping = stopping;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(this::judge);
    }

    private HealthCheckResponse judge() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("streamlane-heartbeat").up();
        for (Status status : heartbeat.statuses()) {
            response.withData(status.name(), "last beat " + status.sinceBeat().toMillis() + " ms ago");
            if (!Vitals.live(status) && !stopping.begun()) {
                response.down();
            }
        }
        return response.build();
    }
}
