package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.streamlane.deploy.PromQl.Aggregation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people read of alerts and in the dashboard can be filled in. That the metrics exist, {@link ScrapeTest} knows. */
class MonitoringTest {
    private static final Pattern OF_ALERT = Pattern.compile("\\$labels\\.(\\w+)");
    private static final Pattern OF_LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Set<String> SEVERITIES = Set.of("critical", "warning");

    @Test
    void alertsHaveASeverityASummaryAndADescription() {
        assertThat(Rules.alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.getAlert()).startsWith("Streamlane");
            assertThat(SEVERITIES).contains(alert.getLabels().get("severity"));
            assertThat(alert.getAnnotations()).containsKeys("summary", "description");
        });
        assertThat(Rules.alerts()).extracting(alert -> alert.getAlert()).doesNotHaveDuplicates();
    }

    @Test
    void alertsNameLabelsThatTheirExpressionsLeave() {
        assertThat(Rules.alerts()).allSatisfy(alert -> {
            PromQl query = PromQl.of(Rules.expression(alert));
            Set<String> left = new HashSet<>(query.grouping());
            // An expression that groups nothing keeps the labels of the target.
            left.addAll(left.isEmpty() ? List.of("pod") : List.of());

            assertThat(left)
                    .as(alert.getAlert())
                    .containsAll(labels(
                            OF_ALERT, String.join(" ", alert.getAnnotations().values())));
        });
    }

    @Test
    void legendsNameLabelsThatTheirQueriesLeave() {
        assertThat(Dashboard.queries()).allSatisfy(query -> {
            Set<String> left = new HashSet<>(PromQl.of(query.expression()).grouping());
            left.addAll(left.isEmpty() ? List.of("instance") : List.of());

            assertThat(left).as(query.panel()).containsAll(labels(OF_LEGEND, query.legend()));
        });
    }

    @Test
    void panelsHaveNumbersOfTheirOwnAndDoNotOverlap() {
        assertThat(Dashboard.panels())
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates();
        Map<Point, Integer> taken = new HashMap<>();
        Dashboard.panels().forEach(panel -> Point.of(panel.path("gridPos"))
                .forEach(point -> assertThat(taken.put(point, panel.path("id").asInt()))
                        .as("beside panel %s at %s", panel.path("id"), point)
                        .isNull()));
        assertThat(taken.keySet()).allMatch(point -> point.x() < Dashboard.COLUMNS);
    }

    @Test
    void expressionsAreUnderstood() {
        PromQl query = PromQl.of(
                "histogram_quantile(0.9, sum by (le, pod) (rate(a_bucket{x=~\"b{c}\", y!=\"\"}[5m]))) > b or up");

        assertThat(query.metrics()).containsOnlyKeys("a_bucket", "b", "up").containsEntry("a_bucket", Set.of("x", "y"));
        assertThat(query.grouping()).containsExactlyInAnyOrder("le", "pod");
    }

    @Test
    void eachSideOfAnExpressionGroupsItsOwnMetrics() {
        PromQl query = PromQl.of(
                "sum by (x) (increase(a[15m])) > 0 or max by (y)\n(sum by (y, z) (b unless b offset 15m)) > 0");

        assertThat(query.aggregations())
                .containsExactly(
                        new Aggregation(Set.of("x"), Set.of("a")),
                        new Aggregation(Set.of("y"), Set.of("b")),
                        new Aggregation(Set.of("y", "z"), Set.of("b")));
        assertThat(query.metrics()).containsOnlyKeys("a", "b");
    }

    /** A field of the dashboard's grid. */
    private record Point(int x, int y) {
        static Stream<Point> of(JsonNode panel) {
            int left = panel.path("x").asInt();
            int top = panel.path("y").asInt();
            return IntStream.range(left, left + panel.path("w").asInt()).boxed().flatMap(x -> IntStream.range(
                            top, top + panel.path("h").asInt())
                    .mapToObj(y -> new Point(x, y)));
        }
    }

    private static Set<String> labels(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult label) -> label.group(1))
                .collect(Collectors.toSet());
    }
}
