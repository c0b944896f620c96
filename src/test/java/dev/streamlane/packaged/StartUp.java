package dev.streamlane.packaged;

import dev.streamlane.testing.Http;
import dev.streamlane.testing.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures how long it takes from the start of a process until its readiness is answered with 200, and what it occupies when
 * idle, at first and after some minutes of probes and scrapes, whose garbage needs room: of the service itself, and of the
 * ledger application, which has processors. No test: it asserts nothing, and runs only if asked to, on a machine that is
 * otherwise idle; with {@code -Dnative} of native executables:
 *
 * <pre>{@code ./mvnw verify -Dit.test=StartUp -Dstreamlane.measure -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false}</pre>
 */
@EnabledIfSystemProperty(named = "streamlane.measure", matches = ".*")
class StartUp {
    private static final int ROUNDS = 10;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration LATER = Duration.ofMinutes(5);
    private static final Duration SCRAPES = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(1);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int OK = 200;
    private static final long MIB = 1024 * 1024;

    @Test
    void measure() throws IOException, InterruptedException {
        try (RedisServer redis = RedisServer.start()) {
            report("the service", Artifact.ofThisBuild(), redis);
            report("with processors", Application.LEDGER.artifact(), redis);
        }
    }

    private static void report(String name, Artifact artifact, RedisServer redis)
            throws IOException, InterruptedException {
        List<Long> millis = new ArrayList<>();
        List<Long> resident = new ArrayList<>();
        long later = 0;
        // A first round warms up, and is thrown away.
        for (int round = 0; round <= ROUNDS; round++) {
            int port = freePort();
            Http management = new Http(URI.create("http://" + LOOPBACK + ":" + port));
            ProcessBuilder builder = builder(artifact, redis, port);
            long from = System.nanoTime();
            Process process = builder.start();
            try {
                awaitReady(management);
                long ready = System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
                if (round > 0) {
                    millis.add(TimeUnit.NANOSECONDS.toMillis(ready - from));
                    resident.add(resident(process));
                }
                if (round == ROUNDS) {
                    look(management);
                    later = resident(process);
                }
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
        System.out.printf(
                "%s (%s, %d MiB): ready after %s ms, resident %s MiB (min/median/max of %d rounds), after %d min of scrapes %d MiB%n",
                name,
                artifact.path().getFileName(),
                artifact.size() / MIB,
                summary(millis),
                summary(resident),
                ROUNDS,
                LATER.toMinutes(),
                later);
    }

    private static ProcessBuilder builder(Artifact artifact, RedisServer redis, int port) throws IOException {
        Path directory = Application.directory("start-up");
        ProcessBuilder builder = new ProcessBuilder(artifact.command())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log.txt").toFile());
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_REDIS_HOSTS", redis.uri().toString(),
                        "STREAMLANE_SECURITY_OPEN", "true",
                        "QUARKUS_HTTP_HOST", LOOPBACK,
                        "QUARKUS_HTTP_PORT", String.valueOf(freePort()),
                        "QUARKUS_MANAGEMENT_HOST", LOOPBACK,
                        "QUARKUS_MANAGEMENT_PORT", String.valueOf(port),
                        "LEDGER_FILE", directory.resolve("ledger.txt").toString(),
                        "LEDGER_STREAMS", directory.resolve("streams.txt").toString()));
        return builder;
    }

    /** Asks again and again what a platform asks. */
    private static void look(Http management) throws InterruptedException {
        for (long i = 0; i < LATER.dividedBy(SCRAPES); i++) {
            TimeUnit.NANOSECONDS.sleep(SCRAPES.toNanos());
            List.of("/q/health/live", "/q/health/ready", "/q/metrics").forEach(path -> management.send("GET", path));
        }
    }

    private static void awaitReady(Http management) {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() - until < 0) {
            try {
                if (management.send("GET", "/q/health/ready").status() == OK) {
                    return;
                }
            } catch (UncheckedIOException e) {
                // It does not listen yet.
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new IllegalStateException("not ready after " + LIMIT);
    }

    /** What the kernel counts as the process' resident memory, in MiB. */
    private static long resident(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(kib -> Long.parseLong(kib) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String summary(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return "%d/%d/%d".formatted(sorted.get(0), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }
}
