package dev.streamlane.devmode;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import redis.embedded.RedisExecProvider;

/**
 * A real {@code redis-server} 7.0.15 as a child process of this JVM, with the binary that the embedded-redis library
 * carries for Linux and macOS. It listens on the loopback address only, keeps everything in memory and ends when the
 * JVM has ended, at the latest.
 */
public final class EmbeddedRedis implements AutoCloseable {

    /** A Redis without data is up in some ten milliseconds; this allows for a machine that is busy with other things. */
    private static final long START_TIMEOUT_SECONDS = 20;

    private static final long STOP_TIMEOUT_SECONDS = 5;

    /** A free port may be taken by the time Redis binds it. More than a few such losses in a row are no accident. */
    private static final int PORT_ATTEMPTS = 5;

    /**
     * Becomes the server, and leaves a watcher behind that kills it when this JVM's end of its input is closed: by {@link
     * #close}, or by the kernel when the JVM has ended, however it ended. A shutdown hook would not do: hooks run side by
     * side, and an application that shuts down in another one still needs its Redis.
     */
    private static final String RUN_UNTIL_INPUT_ENDS =
            "exec 3<&0; { read -r _ <&3; kill -9 $$; } >/dev/null 2>&1 & exec \"$@\" 3<&- </dev/null";

    /** Where present (Linux), keeps a Ctrl-C in the terminal from ending the server before the application. */
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

    private final Process process;
    private final Path executable;
    private final Path directory;
    private final int port;

    private EmbeddedRedis(Process process, Path executable, Path directory, int port) {
        this.process = process;
        this.executable = executable;
        this.directory = directory;
        this.port = port;
    }

    /**
     * Starts a server on a port that nobody uses.
     *
     * @throws IllegalStateException if there is no binary for this machine or the server does not come up
     */
    public static EmbeddedRedis start() {
        return start(Binary.PATH, Binary.PATH.getParent());
    }

    /**
     * Starts another {@code redis-server} than the one of the library, on a port that nobody uses.
     *
     * @param directory for its files
     * @throws IllegalStateException if it does not come up
     */
    public static EmbeddedRedis start(Path executable, Path directory) {
        for (int attempt = 1; ; attempt++) {
            try {
                return start(executable, directory, LoopbackPorts.next());
            } catch (IllegalStateException e) {
                if (attempt == PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * Starts a server on this port.
     *
     * @throws IllegalStateException if there is no binary for this machine or the server does not come up, as when the
     *     port is taken
     */
    public static EmbeddedRedis start(int port) {
        return start(Binary.PATH, Binary.PATH.getParent(), port);
    }

    /** Starts an empty server in the place of this one, which has ended. */
    public EmbeddedRedis restart() {
        return start(executable, directory, port);
    }

    private static EmbeddedRedis start(Path executable, Path directory, int port) {
        Process process = launch(executable, directory, port);
        EmbeddedRedis server = new EmbeddedRedis(process, executable, directory, port);
        try {
            whenReady(process).get(START_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return server;
        } catch (ExecutionException e) {
            server.close();
            String reason = e.getCause().getMessage();
            throw new IllegalStateException("redis-server did not start on port " + port + ": " + reason, e);
        } catch (TimeoutException e) {
            server.close();
            throw new IllegalStateException(
                    "redis-server did not start on port " + port + " within " + START_TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.close();
            throw new IllegalStateException("interrupted while redis-server started on port " + port, e);
        }
    }

    public int port() {
        return port;
    }

    public URI uri() {
        return URI.create("redis://" + HOST + ":" + port);
    }

    /** The server's process id, for tests that send it signals. */
    public long pid() {
        return process.pid();
    }

    /** Stops the server at once; its data is gone. Does nothing if it has ended already. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Process launch(Path executable, Path directory, int port) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.addAll(List.of("sh", "-c", RUN_UNTIL_INPUT_ENDS, "sh", executable.toString()));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", HOST));
        command.addAll(List.of("--save", "", "--appendonly", "no"));
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile()) // for the file of a SAVE that somebody tries out
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot run redis-server: " + e.getMessage(), e);
        }
    }

    /**
     * Follows the server's log to its end: a pipe that nobody empties would block the server one day. The result fails
     * with what the log said if the server ends before it was ready.
     */
    private static CompletableFuture<Void> whenReady(Process process) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Thread follower = new Thread(() -> follow(process, ready), "embedded-redis-log");
        follower.setDaemon(true);
        follower.start();
        return ready;
    }

    private static void follow(Process process, CompletableFuture<Void> ready) {
        StringBuilder startLog = new StringBuilder();
        try (BufferedReader log = process.inputReader()) {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                if (ready.isDone()) {
                    continue;
                }
                startLog.append(line).append('\n');
                if (line.contains("Ready to accept connections")) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            startLog.append(e);
        }
        ready.completeExceptionally(new IOException("it ended after\n" + startLog));
    }

    /** Unpacked once for each class loader; the library deletes the file when the JVM ends. */
    private static final class Binary {

        static final Path PATH = unpack();

        private static Path unpack() {
            try {
                return RedisExecProvider.defaultProvider().get().toPath();
            } catch (IOException e) {
                throw new IllegalStateException("cannot unpack redis-server: " + e.getMessage(), e);
            }
        }
    }
}
