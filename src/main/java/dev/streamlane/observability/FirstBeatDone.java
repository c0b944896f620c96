package dev.streamlane.observability;

import dev.streamlane.coordination.Heartbeat;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/**
 * Started when every group has had its first beat, even one that Redis did not answer: while Redis is away, replicas start
 * and wait for it instead of being restarted over and over.
 */
@Startup
@Singleton
final class FirstBeatDone implements AsyncHealthCheck {
    private final Heartbeat heartbeat;
    private final FirstBeats beats;

    FirstBeatDone(Heartbeat heartbeat, FirstBeats beats) {
        this.heartbeat = heartbeat;
        this.beats = beats;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("streamlane-first-beat")
                .status(heartbeat.statuses().stream().allMatch(status -> beats.seen(status.group())))
                .build());
    }
}
