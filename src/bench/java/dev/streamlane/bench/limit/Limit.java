package dev.streamlane.bench.limit;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The process of the bare client. For one thread at a time. */
public final class Limit implements AutoCloseable {
    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader answers;

    private Limit(Process process) {
        this.process = process;
        this.orders = process.outputWriter();
        this.answers = process.inputReader();
    }

    /**
     * Starts it.
     *
     * @param options for the JVM
     * @param environment of the process, besides what this one has
     * @param log where it says what went wrong
     * @param port Redis'
     */
    public static Limit start(List<String> options, Map<String, String> environment, Path log, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BareClient.class.getName()));
        command.add(String.valueOf(port));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
            builder.environment().putAll(environment);
            return new Limit(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends so many entries, and tells how long that took. */
    public Duration fill(int entries) {
        return order(Order.FILL, entries);
    }

    /** Reads and acknowledges so many entries. */
    public Duration drain(int entries) {
        return order(Order.DRAIN, entries);
    }

    /** Appends so many entries, and reads and acknowledges them meanwhile. */
    public Duration both(int entries) {
        return order(Order.BOTH, entries);
    }

    /** Removes what was read, so that every run begins with empty streams. */
    public void clear() {
        order(Order.CLEAR, 0);
    }

    /** Adds a consumer group that reads nothing. */
    public void addGroup() {
        order(Order.GROUP, 0);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private Duration order(Order order, int entries) {
        try {
            orders.write(order + " " + entries + "\n");
            orders.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("The bare client has ended; see its log");
            }
            return Duration.ofNanos(Long.parseLong(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
