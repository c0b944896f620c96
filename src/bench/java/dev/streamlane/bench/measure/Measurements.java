package dev.streamlane.bench.measure;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All that the benchmark can measure, in its order. */
public final class Measurements {
    private static final List<Measurement> ALL = List.of(
            new Enqueue(),
            new Drain(),
            new Both(),
            new Latency(),
            new Delay(),
            new Pauses(),
            new Idle(),
            new Start(),
            new Growth(),
            new Soak());

    private Measurements() {}

    /**
     * What the command line asks for.
     *
     * @throws IllegalArgumentException if it makes no sense
     */
    public static Options options() {
        Set<String> names = ALL.stream().map(Measurement::name).collect(Collectors.toSet());
        Options options = Options.ofSystem(names);
        if (!names.containsAll(options.only())) {
            throw new IllegalArgumentException("streamlane.bench.only may name " + names + ", not " + options.only());
        }
        return options;
    }

    /** What these options ask for. */
    public static List<Measurement> wanted(Options options) {
        return ALL.stream()
                .filter(measurement -> options.only().contains(measurement.name())
                        || options.also().contains(measurement.name())
                        || (options.only().isEmpty() && !measurement.onDemand()))
                .toList();
    }
}
