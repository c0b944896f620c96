package dev.streamlane.docs;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param path where it is, from the project's directory
 * @param text its Markdown
 */
public record Page(Path path, String text) {
    private static final List<Path> ROOTS = List.of(Path.of("docs"), Path.of("deploy"));
    private static final Pattern CODE_BLOCK = Pattern.compile("^```.*?^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern ADDRESS = Pattern.compile("\\[\\w+]: \\S+");
    private static final Pattern HEADING = Pattern.compile("^#+ +(.+?) *$", Pattern.MULTILINE);

    /** All there are. */
    public static List<Page> all() throws IOException {
        Set<Path> paths = pagesIn(Path.of(""), 1);
        for (Path root : ROOTS) {
            if (Files.exists(root)) {
                paths.addAll(pagesIn(root, Integer.MAX_VALUE));
            }
        }
        Stream.Builder<Page> pages = Stream.builder();
        for (Path path : paths) {
            pages.add(of(path));
        }
        return pages.build().toList();
    }

    /** The one at a path. */
    public static Page of(Path path) throws IOException {
        return new Page(path, Files.readString(path));
    }

    /** Where its links lead, as they are written. */
    List<String> links() {
        return LINK.matcher(prose()).results().map(link -> link.group(1)).toList();
    }

    /** Its lines but tables, code and addresses: nobody can break these. */
    List<String> lines() {
        return LINK.matcher(prose())
                .replaceAll("]")
                .lines()
                .filter(line -> !line.startsWith("|") && !ADDRESS.matcher(line).matches())
                .toList();
    }

    /** Its headings' anchors, as GitHub makes them. */
    Set<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        return HEADING.matcher(prose())
                .results()
                .map(heading -> anchor(heading.group(1)))
                .map(anchor -> {
                    int before = seen.merge(anchor, 1, Integer::sum) - 1;
                    return before == 0 ? anchor : anchor + "-" + before;
                })
                .collect(toCollection(LinkedHashSet::new));
    }

    /** All places of a pattern, in code as well. */
    public List<MatchResult> find(Pattern pattern) {
        return pattern.matcher(text).results().toList();
    }

    private String prose() {
        return CODE_BLOCK.matcher(text).replaceAll("");
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static Set<Path> pagesIn(Path root, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(root, depth)) {
            return files.filter(file -> file.toString().endsWith(".md")).collect(toCollection(LinkedHashSet::new));
        }
    }
}
