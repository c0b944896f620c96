package dev.streamlane.observability;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Remembers that the service is stopping. */
@Singleton
final class Stopping {
    /** Before whatever takes its time to stop. */
    private static final int FIRST = 1;

    private volatile boolean begun;

    void begin(@Observes @Priority(FIRST) ShutdownDelayInitiatedEvent event) {
        begun = true;
    }

    /** For the ways to end that skip the pre-shutdown phase. */
    void begin(@Observes @Priority(FIRST) ShutdownEvent event) {
        begun = true;
    }

    boolean begun() {
        return begun;
    }
}
