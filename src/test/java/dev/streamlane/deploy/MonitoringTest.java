package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

            assertThat(left).containsAll(labels(OF_ALERT, alert.getAnnotations().get("summary")));
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
        assertThat(Dashboard.panels())
                .extracting(panel -> panel.path("gridPos").path("x") + ","
                        + panel.path("gridPos").path("y"))
                .doesNotHaveDuplicates();
    }

    @Test
    void expressionsAreUnderstood() {
        PromQl query = PromQl.of(
                "histogram_quantile(0.9, sum by (le, pod) (rate(a_bucket{x=~\"b{c}\", y!=\"\"}[5m]))) > b or up");

        assertThat(query.metrics()).containsOnlyKeys("a_bucket", "b", "up").containsEntry("a_bucket", Set.of("x", "y"));
        assertThat(query.grouping()).containsExactlyInAnyOrder("le", "pod");
    }

    private static Set<String> labels(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult label) -> label.group(1))
                .collect(Collectors.toSet());
    }
}
