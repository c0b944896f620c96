package dev.streamlane.deploy;

import static java.util.stream.Collectors.toMap;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a replica shows to Prometheus.
 *
 * @param labels the labels of each metric
 * @param types what kind of metric those are that begin with a name
 */
record Exposition(Map<String, Set<String>> labels, Map<String, String> types) {
    private static final Pattern SERIES = Pattern.compile("^([a-z]\\w*)(?:\\{(.*)})? \\S+$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\w+) (\\w+)$", Pattern.MULTILINE);

    static Exposition of(String text) {
        Map<String, Set<String>> labels = new HashMap<>();
        SERIES.matcher(text).results().forEach(series -> labels.computeIfAbsent(
                        series.group(1), absent -> new HashSet<>())
                .addAll(labels(series)));
        Map<String, String> types =
                TYPE.matcher(text).results().collect(toMap(type -> type.group(1), type -> type.group(2)));
        return new Exposition(labels, types);
    }

    /** Type and labels of what begins so, by the names that one asks for; a histogram, which has several, is one. */
    Map<String, String> families(String beginning) {
        Map<String, String> families = new TreeMap<>();
        types.forEach((name, type) -> {
            boolean part = name.endsWith("_max") && types.containsKey(name.substring(0, name.length() - 4));
            if (name.startsWith(beginning) && !part) {
                String series =
                        type.equals("histogram") ? name + "_count" : type.equals("counter") ? name + "_total" : name;
                String shown = type.equals("histogram") ? name : series;
                families.put(shown, type + " by " + new TreeSet<>(labels.get(series)));
            }
        });
        return families;
    }

    private static Set<String> labels(MatchResult series) {
        Set<String> names = new HashSet<>();
        if (series.group(2) != null) {
            LABEL.matcher(series.group(2)).results().forEach(label -> names.add(label.group(1)));
        }
        return names;
    }
}
