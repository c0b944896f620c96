package dev.streamlane.deploy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an expression names.
 *
 * @param metrics the metrics, each with the labels that it is selected by
 * @param grouping the labels that it groups by anywhere
 */
record PromQl(Map<String, Set<String>> metrics, Set<String> grouping) {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*(?:\\{([^}]*)})?(?!\\w|\\s*\\()");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
    private static final Set<String> WORDS = Set.of("or", "and", "unless", "bool", "offset");

    static PromQl of(String expression) {
        String bare = RANGE.matcher(TEXT.matcher(expression).replaceAll("\"\"")).replaceAll("");
        Set<String> grouping = new HashSet<>();
        Matcher groups = GROUPING.matcher(bare);
        while (groups.find()) {
            grouping.addAll(Arrays.asList(groups.group(1).strip().split("\\s*,\\s*")));
        }
        Map<String, Set<String>> metrics = new HashMap<>();
        SELECTOR.matcher(GROUPING.matcher(bare).replaceAll(" "))
                .results()
                .filter(selector -> !WORDS.contains(selector.group(1)))
                .forEach(selector -> metrics.computeIfAbsent(selector.group(1), absent -> new HashSet<>())
                        .addAll(labels(selector)));
        return new PromQl(metrics, grouping);
    }

    private static Set<String> labels(MatchResult selector) {
        String matchers = selector.group(2);
        return matchers == null
                ? Set.of()
                : LABEL.matcher(matchers).results().map(label -> label.group(1)).collect(Collectors.toSet());
    }
}
