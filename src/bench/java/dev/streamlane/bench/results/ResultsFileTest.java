package dev.streamlane.bench.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
    private final Results results = new Results();

    @Test
    void isFlatWithTheMedianUnderTheNameItself(@TempDir Path directory) throws IOException {
        results.add("drain.reactive.ratio", 0.5);
        results.add("drain.reactive.ratio", 0.9);
        results.add("drain.reactive.ratio", 0.7);
        Path file = directory.resolve("bench/results.json");

        new ResultsFile(file).write(Map.of("cores", 2), results);

        JsonNode written = new ObjectMapper().readTree(file.toFile());
        assertThat(written)
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"environment.cores\":2,\"drain.reactive.ratio\":0.7,"
                                + "\"drain.reactive.ratio.min\":0.5,\"drain.reactive.ratio.max\":0.9}"));
    }

    @Test
    void theTableSaysWhetherTheMedianMeetsItsTarget() {
        results.add("drain.reactive.ratio", 0.81);
        results.add("latency.p99.ms", 11);
        results.add("limit.drain.rate", 123_456);

        assertThat(Table.of(results).lines())
                .anyMatch(line -> line.matches("drain.reactive.ratio .* ≥ 0.800 +met"))
                .anyMatch(line -> line.matches("latency.p99.ms .* ≤ 10 +missed"))
                .anyMatch(line -> line.matches("limit.drain.rate +123,456 +123,456 +123,456"));
        assertThat(Table.ofTargets(results)).doesNotContain("limit.drain.rate");
    }
}
