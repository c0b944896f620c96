package dev.streamlane.observability;

import dev.streamlane.coordination.Beating.Status;
import dev.streamlane.coordination.Heartbeat;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Started when every group and stream service has had its first beat, even one that Redis did not answer: while Redis is
 * away, replicas start and wait for it instead of being restarted over and over.
 */
@Startup
@Singleton
final class FirstBeatDone implements AsyncHealthCheck {
    private final Heartbeat heartbeat;

    FirstBeatDone(Heartbeat heartbeat) {
        this.heartbeat = heartbeat;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("streamlane-first-beat")
                .status(heartbeat.statuses().stream().allMatch(Status::begun))
                .build());
    }
}
