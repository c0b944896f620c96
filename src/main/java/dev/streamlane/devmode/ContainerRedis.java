package dev.streamlane.devmode;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A Redis in a container, where a Docker engine can give us one. Testcontainers removes it when the JVM ends. */
final class ContainerRedis {

    /** The lowest Redis version that Streamlane supports, as the embedded server has it. */
    private static final DockerImageName IMAGE = DockerImageName.parse("redis:7.0");

    private static final int REDIS_PORT = 6379;

    private static final Logger LOG = Logger.getLogger(ContainerRedis.class);

    private ContainerRedis() {}

    /**
     * Starts a container.
     *
     * @param hostPort the port to publish it at; a free one if empty
     * @return where it listens; empty if no Docker engine answers, or it cannot get or start the image
     */
    @SuppressWarnings("resource") // lives as long as the JVM
    static Optional<URI> start(Optional<Integer> hostPort) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        GenericContainer<?> container = new GenericContainer<>(IMAGE)
                .withExposedPorts(REDIS_PORT)
                .withCommand("redis-server", "--save", "", "--appendonly", "no");
        hostPort.ifPresent(port -> container.setPortBindings(List.of(port + ":" + REDIS_PORT)));
        try {
            container.start();
        } catch (RuntimeException e) {
            LOG.infof("Docker answers but gives no %s container: %s", IMAGE, e.getMessage());
            return Optional.empty();
        }
        return Optional.of(URI.create("redis://" + container.getHost() + ":" + container.getMappedPort(REDIS_PORT)));
    }
}
