package dev.streamlane.deploy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a replica shows to Prometheus.
 *
 * @param labels the labels of each metric
 */
record Exposition(Map<String, Set<String>> labels) {
    private static final Pattern SERIES = Pattern.compile("^([a-z]\\w*)(?:\\{(.*)})? \\S+$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    static Exposition of(String text) {
        Map<String, Set<String>> labels = new HashMap<>();
        SERIES.matcher(text).results().forEach(series -> labels.computeIfAbsent(
                        series.group(1), absent -> new HashSet<>())
                .addAll(labels(series)));
        return new Exposition(labels);
    }

    private static Set<String> labels(MatchResult series) {
        Set<String> names = new HashSet<>();
        if (series.group(2) != null) {
            LABEL.matcher(series.group(2)).results().forEach(label -> names.add(label.group(1)));
        }
        return names;
    }
}
