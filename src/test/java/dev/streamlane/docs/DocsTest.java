package dev.streamlane.docs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages of the documentation name is there. */
class DocsTest {
    private static final int MAX_LINE = 130;
    private static final Pattern KEY = Pattern.compile("(?<![\\w./-])(?:-D)?(streamlane(?:\\.[a-z][a-z0-9-]*)+)");
    private static final Pattern VARIABLE = Pattern.compile("\\bSTREAMLANE(?:_[A-Z0-9]+)+\\b");
    private static final Pattern FILE = Pattern.compile("`((?:src|docs|deploy|\\.ci|\\.mvn)/[\\w./-]+)`");
    private static final Pattern SOURCE = Pattern.compile("`(\\w+\\.(?:java|lua))`");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT|Contract))(?:\\.(\\w+))?`");

    /** Switches of tests and of the benchmark, which are no settings. */
    private static final Set<String> SWITCHES = Set.of(
            "streamlane.measure",
            "streamlane.renew",
            "streamlane.bench.only",
            "streamlane.bench.rounds",
            "streamlane.bench.jobs",
            "streamlane.bench.growth",
            "streamlane.bench.soak",
            "streamlane.bench.executable");

    private static Map<String, String> sources;

    @BeforeAll
    static void read() throws IOException {
        sources = sources();
    }

    static List<Page> pages() throws IOException {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Page page) {
        assertThat(page.links()).filteredOn(link -> !link.matches("[a-z]+:.*")).allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? page.path()
                    : page.path().resolveSibling(parts[0]).normalize();
            assertThat(target).exists();
            if (parts.length == 2) {
                assertThat(Page.of(target).anchors())
                        .as("headings of %s", target)
                        .contains(parts[1]);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linesAreShort(Page page) {
        assertThat(page.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(MAX_LINE));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void keysAreSettings(Page page) {
        Set<String> keys = Setting.all().stream().map(Setting::key).collect(toSet());

        assertThat(page.find(KEY)).extracting(key -> key.group(1)).allSatisfy(named -> assertThat(keys)
                .as("keys that are or begin with %s", named)
                .anyMatch(key -> key.equals(named) || key.startsWith(named + ".") || SWITCHES.contains(named)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void environmentVariablesSetKeys(Page page) {
        Set<String> variables = Setting.all().stream()
                .map(Setting::variable)
                .flatMap(Optional::stream)
                .collect(toSet());

        assertThat(page.find(VARIABLE)).extracting(MatchResult::group).allSatisfy(named -> assertThat(variables)
                .contains(named));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void filesExist(Page page) {
        assertThat(page.find(FILE)).extracting(file -> file.group(1)).allSatisfy(file -> assertThat(Path.of(file))
                .exists());
        assertThat(page.find(SOURCE)).extracting(file -> file.group(1)).allSatisfy(file -> assertThat(sources)
                .containsKey(file));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void testsExist(Page page) {
        assertThat(page.find(TEST)).allSatisfy(test -> assertThat(sources.getOrDefault(test.group(1) + ".java", ""))
                .as(test.group())
                .contains(test.group(2) == null ? test.group(1) : "void " + test.group(2) + "("));
    }

    @Test
    void theProtocolNamesAllScripts() throws IOException {
        Page protocol = Page.of(Path.of("docs/protocol.md"));

        assertThat(protocol.find(SOURCE))
                .extracting(file -> file.group(1))
                .containsAll(sources.keySet().stream()
                        .filter(name -> name.endsWith(".lua"))
                        .toList());
    }

    /** The texts of all sources, by the names of their files; those of the same name are one. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> texts = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.merge(file.getFileName().toString(), Files.readString(file), String::concat);
            }
        }
        return texts;
    }
}
