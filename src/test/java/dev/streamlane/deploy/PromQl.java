package dev.streamlane.deploy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an expression names.
 *
 * @param metrics the metrics, each with the labels that it is selected by
 * @param aggregations what is grouped, wherever that is
 */
record PromQl(Map<String, Set<String>> metrics, List<Aggregation> aggregations) {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern GROUPING = Pattern.compile("\\bby\\s*\\(([^)]*)\\)\\s*");
    private static final Pattern TIME = Pattern.compile("\\[[^]]*]|\\boffset\\s+\\w+");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*(?:\\{([^}]*)})?(?!\\w|\\s*\\()");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
    private static final Set<String> WORDS = Set.of("or", "and", "unless", "bool");

    /**
     * Metrics that are grouped together.
     *
     * @param labels by which
     * @param metrics their names
     */
    record Aggregation(Set<String> labels, Set<String> metrics) {}

    static PromQl of(String expression) {
        String bare = TIME.matcher(TEXT.matcher(expression).replaceAll("\"\"")).replaceAll("");
        List<Aggregation> aggregations = GROUPING.matcher(bare)
                .results()
                .map(group -> new Aggregation(
                        Set.of(group.group(1).strip().split("\\s*,\\s*")),
                        metrics(inParentheses(bare, group.end())).keySet()))
                .toList();
        return new PromQl(metrics(bare), aggregations);
    }

    /** The labels that it groups by anywhere. */
    Set<String> grouping() {
        return aggregations.stream()
                .flatMap(aggregation -> aggregation.labels().stream())
                .collect(Collectors.toSet());
    }

    private static Map<String, Set<String>> metrics(String bare) {
        Map<String, Set<String>> metrics = new HashMap<>();
        SELECTOR.matcher(GROUPING.matcher(bare).replaceAll(" "))
                .results()
                .filter(selector -> !WORDS.contains(selector.group(1)))
                .forEach(selector -> metrics.computeIfAbsent(selector.group(1), absent -> new HashSet<>())
                        .addAll(labels(selector)));
        return metrics;
    }

    /** What is in the parentheses that are opened here. */
    private static String inParentheses(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return text.substring(open, i + 1);
            }
        }
        throw new AssertionError("parentheses do not match in " + text);
    }

    private static Set<String> labels(MatchResult selector) {
        String matchers = selector.group(2);
        return matchers == null
                ? Set.of()
                : LABEL.matcher(matchers).results().map(label -> label.group(1)).collect(Collectors.toSet());
    }
}
