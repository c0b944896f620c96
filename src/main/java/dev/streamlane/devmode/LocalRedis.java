package dev.streamlane.devmode;

import io.quarkus.runtime.LaunchMode;
import java.net.URI;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Chooses and starts the one Redis that a JVM uses in a launch mode. */
final class LocalRedis {

    /** Where redis-cli looks by itself. */
    private static final int USUAL_PORT = 6379;

    private static final Logger LOG = Logger.getLogger(LocalRedis.class);

    private LocalRedis() {}

    /**
     * The Redis of this JVM in this mode, started by the first call. Its address is kept in a system property: dev mode
     * loads this class anew at each live reload and would forget a static field, and its continuous tests share the JVM
     * with the application but must not share its data.
     */
    static URI uri(LaunchMode mode) {
        String property = "dev.streamlane.local-redis." + mode.getDefaultProfile();
        synchronized (Runtime.getRuntime()) {
            String known = System.getProperty(property);
            if (known != null) {
                return URI.create(known);
            }
            URI started = start(mode);
            System.setProperty(property, started.toString());
            return started;
        }
    }

    private static URI start(LaunchMode mode) {
        // People look into dev mode's Redis; tests must not take a port from them.
        Optional<Integer> port = mode == LaunchMode.DEVELOPMENT && LoopbackPorts.isFree(USUAL_PORT)
                ? Optional.of(USUAL_PORT)
                : Optional.empty();
        Optional<URI> container = ContainerRedis.start(port);
        URI uri = container.orElseGet(() -> embedded(port).uri());
        LOG.infof(
                "quarkus.redis.hosts is not set: started %s Redis that lives as long as this process."
                        + " Look inside with: redis-cli -p %d",
                container.isPresent() ? "a container with" : "an embedded", uri.getPort());
        return uri;
    }

    @SuppressWarnings("resource") // lives as long as the JVM
    private static EmbeddedRedis embedded(Optional<Integer> port) {
        return port.map(EmbeddedRedis::start).orElseGet(EmbeddedRedis::start);
    }
}
