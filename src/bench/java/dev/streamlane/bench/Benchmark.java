package dev.streamlane.bench;

import dev.streamlane.bench.measure.Measurement;
import dev.streamlane.bench.measure.Measurements;
import dev.streamlane.bench.measure.Options;
import dev.streamlane.bench.measure.Testbed;
import dev.streamlane.bench.results.Results;
import dev.streamlane.bench.results.ResultsFile;
import dev.streamlane.bench.results.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Measures the packaged service beside a bare client of the same Redis: {@code ./mvnw -Pbench verify}; see
 * {@code docs/benchmark.md}. It fails if something goes wrong, such as that a job gets lost, and never because something is
 * slow.
 */
class Benchmark {
    private static final ResultsFile FILE = new ResultsFile(Path.of("target/bench/results.json"));

    @Test
    void measure() throws IOException {
        Options options = Measurements.options();
        Results results = new Results();
        AssertionError failures = new AssertionError("not everything could be measured");
        try (Testbed bed = new Testbed(options)) {
            Map<String, Object> environment = Environment.of(bed);
            environment.forEach((name, fact) -> System.out.println(name + ": " + fact));
            for (Measurement measurement : Measurements.wanted(options)) {
                measure(measurement, bed, results, failures);
            }
            FILE.write(environment, results);
        }
        System.out.println(Table.of(results));
        System.out.println(Table.ofTargets(results));
        if (failures.getSuppressed().length > 0) {
            throw failures;
        }
    }

    /** What goes wrong is told in the end, so that it does not cost the other results. */
    private static void measure(Measurement measurement, Testbed bed, Results results, AssertionError failures) {
        long from = System.nanoTime();
        bed.clear();
        try {
            measurement.run(bed, results);
        } catch (RuntimeException | AssertionError e) {
            System.out.println(measurement.name() + ": " + e);
            failures.addSuppressed(e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        System.out.println(measurement.name() + ": took " + took.toSeconds() + " s");
    }
}
