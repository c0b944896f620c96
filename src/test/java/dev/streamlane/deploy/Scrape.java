package dev.streamlane.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a replica shows to Prometheus, against what rules and dashboard ask Prometheus for. */
public final class Scrape {
    /** What Prometheus adds to every time series of a pod. */
    private static final Set<String> OF_TARGETS = Set.of("job", "instance", "namespace", "pod");

    private final Exposition exposition;
    private final Map<String, Set<String>> metrics;

    private Scrape(Exposition exposition) {
        this.exposition = exposition;
        this.metrics = new HashMap<>(exposition.labels());
        metrics.put("up", Set.of());
    }

    /** @param text as a replica answers it */
    public static Scrape of(String text) {
        return new Scrape(Exposition.of(text));
    }

    /** The labels of all metrics, by their names. */
    public Map<String, Set<String>> metrics() {
        return metrics;
    }

    Map<String, String> families(String beginning) {
        return exposition.families(beginning);
    }

    /** Each metric that a rule asks for is there, with the labels that it asks for. */
    public void knowsWhatRulesAskFor() {
        assertThat(Rules.all()).hasSizeGreaterThan(10).allSatisfy(rule -> knows(Rules.expression(rule)));
    }

    /** And each that the dashboard asks for. */
    public void knowsWhatTheDashboardAsksFor() {
        assertThat(Dashboard.queries()).hasSizeGreaterThan(30).allSatisfy(query -> knows(query.expression()));
        assertThat(Dashboard.variables()).isNotEmpty().allSatisfy(variable -> {
            knows(variable.group(1));
            assertThat(PromQl.of(variable.group(1)).metrics().keySet())
                    .allSatisfy(metric -> assertThat(labels(metric)).contains(variable.group(2)));
        });
    }

    private void knows(String expression) {
        PromQl query = PromQl.of(expression);

        assertThat(query.metrics()).as(expression).isNotEmpty().allSatisfy((name, labels) -> {
            assertThat(metrics).containsKey(name);
            assertThat(OF_TARGETS.containsAll(without(labels, metrics.get(name))))
                    .as("labels %s of %s", labels, name)
                    .isTrue();
        });
        assertThat(query.aggregations()).as(expression).allSatisfy(group -> assertThat(group.metrics())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(labels(name)).containsAll(group.labels())));
    }

    /** All labels that a metric has in Prometheus. */
    private Set<String> labels(String metric) {
        Set<String> known = new HashSet<>(OF_TARGETS);
        known.addAll(metrics.get(metric));
        return known;
    }

    private static Set<String> without(Set<String> labels, Set<String> some) {
        Set<String> left = new HashSet<>(labels);
        left.removeAll(some);
        return left;
    }
}
