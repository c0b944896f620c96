package dev.streamlane.testing;

import dev.streamlane.devmode.EmbeddedRedis;
import java.net.URI;
import java.nio.file.Path;

/**
 * A Redis of a test's own, which the test may stop, restart and flush as it likes. It keeps its port over restarts, so
 * that clients find the new server where the old one was.
 *
 * <p>Tests that only need some Redis use {@code @QuarkusTest}, whose Redis is shared by all tests of the JVM.
 */
public final class RedisServer implements AutoCloseable {

    private EmbeddedRedis server;

    private RedisServer(EmbeddedRedis server) {
        this.server = server;
    }

    /** Starts an empty server on a free port. */
    public static RedisServer start() {
        return new RedisServer(EmbeddedRedis.start());
    }

    /**
     * Starts an empty server of this executable on a free port.
     *
     * @param directory for its files
     */
    public static RedisServer start(Path executable, Path directory) {
        return new RedisServer(EmbeddedRedis.start(executable, directory));
    }

    public int port() {
        return server.port();
    }

    public URI uri() {
        return server.uri();
    }

    /** The server's process id; another one after a restart. */
    public long pid() {
        return server.pid();
    }

    /** Kills the server: connections break, data is lost, new connections are refused. */
    public void stop() {
        server.close();
    }

    /** Starts an empty server on the same port, in place of the old one if that still runs. */
    public void restartEmpty() {
        restart();
    }

    /** The same, with what the old one had written, if its executable makes it write. */
    public void restart() {
        server.close();
        server = server.restart();
    }

    @Override
    public void close() {
        server.close();
    }
}
