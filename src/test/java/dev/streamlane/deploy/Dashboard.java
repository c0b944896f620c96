package dev.streamlane.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What Grafana shows. */
final class Dashboard {
    /** So wide it is. */
    static final int COLUMNS = 24;

    static final Path FILE = Deploy.COMPONENTS.resolve("monitoring/dashboard.json");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

    private static final JsonNode MODEL =
            StrictYaml.documents(StrictYaml.text(FILE)).get(0);

    private Dashboard() {}

    /**
     * A question to Prometheus.
     *
     * @param panel the panel's title
     * @param expression the question
     * @param legend how its answers are named
     */
    record Query(String panel, String expression, String legend) {}

    static List<JsonNode> panels() {
        return stream(MODEL.path("panels")).toList();
    }

    static List<Query> queries() {
        return panels().stream()
                .flatMap(panel -> stream(panel.path("targets"))
                        .map(target -> new Query(
                                panel.path("title").asText(),
                                target.path("expr").asText(),
                                target.path("legendFormat").asText())))
                .toList();
    }

    /** The questions whose answers fill the variables: a metric and one of its labels each. */
    static List<MatchResult> variables() {
        return stream(MODEL.path("templating").path("list"))
                .flatMap(variable -> LABEL_VALUES
                        .matcher(variable.path("definition").asText())
                        .results())
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
