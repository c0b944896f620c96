package dev.streamlane.packaged;

import static org.awaitility.Awaitility.await;

import dev.streamlane.testing.Http;
import dev.streamlane.testing.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process of an application. */
public final class Replica {
    private static final Pattern LISTENING = Pattern.compile(
            "Listening on: http://127\\.0\\.0\\.1:(\\d+)\\. Management interface listening on http://127\\.0\\.0\\.1:(\\d+)");

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration REQUEST = Duration.ofSeconds(5);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(REQUEST)
            .build();

    private final String name;
    private final Path log;
    private final Process process;
    private volatile int port;
    private volatile int managementPort;

    private Replica(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Begins to start a process; see {@link #awaitReady()}.
     *
     * @param directory where its files go
     * @param command what starts it
     * @param environment in which what is empty is not there
     */
    public static Replica launch(String name, Path directory, List<String> command, Map<String, String> environment) {
        try {
            Path log = Files.createTempFile(directory, name + "-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(key -> key.matches("(POD|STREAMLANE|QUARKUS)_.*"));
            builder.environment().put("STREAMLANE_SECURITY_OPEN", "true");
            builder.environment().putAll(environment);
            builder.environment().values().removeIf(String::isEmpty);
            builder.environment()
                    .putAll(Map.of(
                            "QUARKUS_HTTP_HOST", "127.0.0.1",
                            "QUARKUS_HTTP_PORT", "0",
                            "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                            "QUARKUS_MANAGEMENT_PORT", "0"));
            return new Replica(name, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** The status it ended with. */
    int exitStatus() {
        return process.exitValue();
    }

    /** The processor time it has used. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has said where it listens. */
    boolean listening() {
        Matcher ports = LISTENING.matcher(log());
        if (port == 0 && ports.find()) {
            managementPort = Integer.parseInt(ports.group(2));
            port = Integer.parseInt(ports.group(1));
        }
        return port != 0;
    }

    public Replica awaitReady() {
        await(name + " is ready")
                .atMost(START)
                .failFast(name + " has ended: see " + log, () -> !alive())
                .until(this::ready);
        return this;
    }

    public boolean ready() {
        return listening() && readiness() == 200;
    }

    /** The status of the readiness check; 0 if there is no answer. */
    int readiness() {
        return management("/q/health/ready").status();
    }

    /** The status of the liveness check; 0 if there is no answer. */
    int liveness() {
        return management("/q/health/live").status();
    }

    /** Its service's port. */
    Http http() {
        return new Http(uri(port, "/"));
    }

    /** Asks on the management port. */
    public Answer management(String path) {
        return send(HttpRequest.newBuilder(uri(managementPort, path)).GET(), REQUEST);
    }

    /** The service's port, once it is listening. */
    public int port() {
        return port;
    }

    /** Posts JSON to the service's port. */
    public Answer post(String path, String json) {
        return post(path, json, REQUEST);
    }

    /** Posts JSON to the service's port, and waits so long for the answer. */
    public Answer post(String path, String json, Duration limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(port, path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        return send(request, limit);
    }

    /** Asks on the service's port, and waits so long for the answer. */
    public Answer get(String path, Duration limit) {
        return send(HttpRequest.newBuilder(uri(port, path)).GET(), limit);
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        await().atMost(START).until(() -> !alive());
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGSTOP. */
    void pause() {
        Signal.STOP.send(pid());
    }

    /** SIGCONT. */
    void resume() {
        Signal.CONT.send(pid());
    }

    /**
     * What a process answered.
     *
     * @param status the HTTP status, or 0 if there was no answer
     */
    public record Answer(int status, String body, Map<String, List<String>> headers) {}

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static Answer send(HttpRequest.Builder request, Duration limit) {
        try {
            HttpResponse<String> response = HTTP.send(request.timeout(limit).build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            return new Answer(0, e.toString(), Map.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
