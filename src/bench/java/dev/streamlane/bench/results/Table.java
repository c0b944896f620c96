package dev.streamlane.bench.results;

import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Results as people read them: a line for each, with its target where there is one. */
public final class Table {
    private static final String ROW = "%-44s %12s %12s %12s  %-9s %s";

    private Table() {}

    /** Everything, and what there is to remark. */
    public static String of(Results results) {
        String remarks =
                results.remarks().stream().map(remark -> "\n! " + remark).collect(Collectors.joining());
        return table(results, name -> true) + remarks;
    }

    /** What has a target. */
    public static String ofTargets(Results results) {
        return table(results, name -> Target.of(name).isPresent());
    }

    private static String table(Results results, Predicate<String> shown) {
        return results.all().entrySet().stream()
                .filter(result -> shown.test(result.getKey()))
                .map(Table::row)
                .collect(Collectors.joining("\n", "\n" + row("", "median", "min", "max", "target", "") + "\n", ""));
    }

    private static String row(Map.Entry<String, Distribution> result) {
        String name = result.getKey();
        Distribution values = result.getValue();
        return row(
                name,
                Numbers.text(values.median()),
                Numbers.text(values.min()),
                Numbers.text(values.max()),
                Target.of(name).map(Target::toString).orElse(""),
                Target.of(name)
                        .map(target -> target.met(values.median()) ? "met" : "missed")
                        .orElse(""));
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, ROW, (Object[]) cells).stripTrailing();
    }
}
