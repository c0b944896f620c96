package dev.streamlane.bench.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How often each command was called, as {@code INFO commandstats} counts it: those that clients send and those that scripts
 * call alike.
 */
public record Commands(Map<String, Long> calls) {
    private static final Pattern LINE = Pattern.compile("cmdstat_([^:|]+)(?:\\|[^:]+)?:calls=(\\d+)");
    private static final Pattern IN_SCRIPT = Pattern.compile("redis\\.p?call\\('(\\w+)'");
    private static final Path SCRIPTS = Path.of("src/main/resources/lua");

    /** The benchmark's own question. */
    private static final String INFO = "info";

    private static final Set<String> BLOCKING_READS = Set.of("xread");

    /** @param info what {@code INFO commandstats} answers */
    public static Commands parse(String info) {
        Map<String, Long> calls = new HashMap<>();
        Matcher line = LINE.matcher(info);
        while (line.find()) {
            calls.merge(line.group(1), Long.parseLong(line.group(2)), Long::sum);
        }
        return new Commands(calls);
    }

    /** What was called after an earlier count. */
    public Commands since(Commands earlier) {
        Map<String, Long> more = new HashMap<>();
        calls.forEach((command, count) -> more.put(command, count - earlier.calls.getOrDefault(command, 0L)));
        return new Commands(more);
    }

    /**
     * What the service sent: everything but what its scripts call. A command that scripts call is not counted if the service
     * sends it on its own as well; those are few.
     */
    public long sent() {
        Set<String> inScripts = inScripts();
        return count(command -> !inScripts.contains(command));
    }

    /** What the service sent beyond reads that wait for new entries. */
    public long sentBeyondReads() {
        Set<String> inScripts = inScripts();
        return count(command -> !inScripts.contains(command) && !BLOCKING_READS.contains(command));
    }

    /** All calls beyond reads that wait for new entries, those by scripts included. */
    public long calledBeyondReads() {
        return count(command -> !BLOCKING_READS.contains(command));
    }

    private long count(Predicate<String> counted) {
        return calls.entrySet().stream()
                .filter(call -> !call.getKey().equals(INFO) && counted.test(call.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static Set<String> inScripts() {
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            return scripts.flatMap(Commands::calledIn).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> calledIn(Path script) {
        try {
            return IN_SCRIPT.matcher(Files.readString(script)).results().map(call -> call.group(1)
                    .toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
