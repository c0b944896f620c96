package dev.streamlane.bench.measure;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to measure, and how much of it: the system properties {@code streamlane.bench.*}.
 *
 * @param only the names of what to measure; empty for all that is not {@linkplain Measurement#onDemand on demand}
 * @param also the names of what to measure besides
 * @param rounds how many rounds count; one more comes before them, to warm up
 * @param jobs how many jobs wait when a drain begins; all other amounts follow from it
 * @param executable a native executable of the benchmark's application, to measure instead of its jar
 */
public record Options(Set<String> only, Set<String> also, int rounds, int jobs, Optional<Path> executable) {
    private static final String PREFIX = "streamlane.bench.";
    private static final int ROUNDS = 5;
    private static final int JOBS = 300_000;
    private static final int MIN_JOBS = 1000;

    public Options {
        if (rounds < 1 || jobs < MIN_JOBS) {
            throw new IllegalArgumentException("at least one round of " + MIN_JOBS + " jobs is needed");
        }
    }

    /** What the command line says, for measurements of these names, of which each is also a flag. */
    static Options ofSystem(Set<String> names) {
        return new Options(
                property("only").map(only -> Set.of(only.split(","))).orElse(Set.of()),
                names.stream().filter(name -> property(name).isPresent()).collect(Collectors.toSet()),
                property("rounds").map(Integer::parseInt).orElse(ROUNDS),
                property("jobs").map(Integer::parseInt).orElse(JOBS),
                property("executable").map(path -> Path.of(path).toAbsolutePath()));
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(PREFIX + name));
    }
}
