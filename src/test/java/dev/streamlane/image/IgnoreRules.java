package dev.streamlane.image;

import java.util.List;
import java.util.regex.Pattern;

/** What a {@code .dockerignore} keeps away from the builder; of the rules that match, the last one counts. */
record IgnoreRules(List<String> lines) {
    static IgnoreRules parse(String text) {
        return new IgnoreRules(text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList());
    }

    /** @param path from the project's directory, with slashes */
    boolean ignores(String path) {
        boolean ignored = false;
        for (String line : lines) {
            boolean exception = line.startsWith("!");
            if (pattern(exception ? line.substring(1) : line).matcher(path).matches()) {
                ignored = !exception;
            }
        }
        return ignored;
    }

    /** A rule also covers all that is inside of what it names. */
    private static Pattern pattern(String rule) {
        String regex = Pattern.compile("\\*\\*/|\\*|[^*]+").matcher(rule).replaceAll(part -> switch (part.group()) {
            case "**/" -> "(.*/)?";
            case "*" -> "[^/]*";
            default -> part.group().replace(".", "\\\\.");
        });
        return Pattern.compile(regex + "(/.*)?");
    }
}
