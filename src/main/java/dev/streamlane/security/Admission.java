package dev.streamlane.security;

import dev.streamlane.logging.LogText;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/** Stops the start of a service that would be open to everybody without having been told so, and looks after its keys. */
@Singleton
final class Admission {
    private static final Logger LOG = Logger.getLogger(Admission.class);

    /** Before every other observer but the one that checks the rest of the configuration. */
    private static final int FIRST = 2;

    /** Two looks are short enough to withdraw a key in time; a mounted secret takes longer to change. */
    private static final Duration LOOK = Duration.ofMillis(2_500);

    private final boolean open;
    private final LaunchMode mode;
    private final KeyRing ring;
    private final KeyMechanism mechanism;
    private final Vertx vertx;
    private long timer = -1;

    Admission(Openness openness, LaunchMode mode, KeyRing ring, KeyMechanism mechanism, Vertx vertx) {
        this.open = openness.isOpen();
        this.mode = mode;
        this.ring = ring;
        this.mechanism = mechanism;
        this.vertx = vertx;
    }

    void onStart(@Observes @Priority(FIRST) StartupEvent event) {
        List<String> faults = ring.read();
        if (!faults.isEmpty()) {
            throw new ConfigurationException("The API keys cannot be used: " + String.join("; ", faults));
        }
        boolean none = ring.keys().keys().isEmpty();
        if (!open && none && !mechanism.hasCompany()) {
            throw new ConfigurationException("This service would let nobody in: there are no API keys. Give it some"
                    + " (streamlane.security.keys, or streamlane.security.keys-file), or another authentication mechanism of"
                    + " Quarkus (with streamlane.security.external=true, if it is given in code); or, if everybody who"
                    + " reaches it may do everything, set streamlane.security.open=true");
        }
        if (!none) {
            LOG.infof("API keys: %s", LogText.text(ring.keys().summary()));
        }
        if (open && mode == LaunchMode.NORMAL) {
            LOG.warn("Everybody who reaches this service may do everything: streamlane.security.open=true");
        }
        if (ring.file().isPresent()) {
            timer = vertx.setPeriodic(LOOK.toMillis(), id -> look());
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** Files are no business of an event loop. */
    private void look() {
        Callable<Void> reading = () -> {
            ring.reread();
            return null;
        };
        vertx.executeBlocking(reading).onFailure(failure -> LOG.error("The API keys could not be read again", failure));
    }
}
