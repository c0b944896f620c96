package dev.streamlane.devmode;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;

/** A Redis in a container, where a Docker engine can give us one. Testcontainers removes it when the JVM has ended. */
final class ContainerRedis {

    /** The lowest Redis version that Streamlane supports, as the embedded server has it. */
    private static final DockerImageName IMAGE = DockerImageName.parse("redis:7.0");

    /**
     * Enough to pull the image over a usual line. Testcontainers itself retries for two minutes and more, which is too
     * long for a start without network.
     */
    private static final long PULL_TIMEOUT_SECONDS = 20;

    private static final int REDIS_PORT = 6379;

    private static final Logger LOG = Logger.getLogger(ContainerRedis.class);

    private ContainerRedis() {}

    /**
     * Starts a container.
     *
     * @param hostPort the port to publish it at; a free one if empty
     * @return where it listens; empty if no Docker engine answers, or it cannot get or start the image
     */
    static Optional<URI> start(Optional<Integer> hostPort) {
        try {
            return dockerHasImage() ? Optional.of(startContainer(hostPort)) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.infof("Docker answers, but gave no image %s within %d s", IMAGE, PULL_TIMEOUT_SECONDS);
        } catch (ExecutionException | RuntimeException e) {
            LOG.infof("Docker answers, but gives no container of %s: %s", IMAGE, e.getMessage());
        }
        return Optional.empty();
    }

    /** Whether Docker answers at all. If it does, it has the image when this returns; a pull may outlast the timeout. */
    private static boolean dockerHasImage() throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<Boolean> image = new FutureTask<>(() -> {
            boolean available = DockerClientFactory.instance().isDockerAvailable();
            if (available) {
                new RemoteDockerImage(IMAGE).get();
            }
            return available;
        });
        // A thread of its own and not a pool's: Testcontainers needs the class loader of the caller.
        Thread thread = new Thread(image, "redis-image");
        thread.setDaemon(true);
        thread.start();
        return image.get(PULL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @SuppressWarnings("resource") // lives as long as the JVM
    private static URI startContainer(Optional<Integer> hostPort) {
        GenericContainer<?> container = new GenericContainer<>(IMAGE)
                .withExposedPorts(REDIS_PORT)
                .withCommand("redis-server", "--save", "", "--appendonly", "no");
        hostPort.ifPresent(port -> container.setPortBindings(List.of("127.0.0.1:" + port + ":" + REDIS_PORT)));
        container.start();
        return URI.create("redis://" + container.getHost() + ":" + container.getMappedPort(REDIS_PORT));
    }
}
