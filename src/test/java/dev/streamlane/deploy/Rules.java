package dev.streamlane.deploy;

import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules for Prometheus. */
final class Rules {
    private Rules() {}

    static List<Rule> all() {
        return Installation.asWritten()
                .all(PrometheusRule.class)
                .flatMap(rules -> rules.getSpec().getGroups().stream())
                .flatMap(group -> group.getRules().stream())
                .toList();
    }

    static List<Rule> alerts() {
        return all().stream().filter(rule -> rule.getAlert() != null).toList();
    }

    static String expression(Rule rule) {
        return rule.getExpr().getStrVal();
    }

    /** What rules record, with its labels. */
    static Map<String, Set<String>> recorded() {
        return all().stream()
                .filter(rule -> rule.getRecord() != null)
                .collect(Collectors.toMap(
                        Rule::getRecord, rule -> PromQl.of(expression(rule)).grouping()));
    }
}
