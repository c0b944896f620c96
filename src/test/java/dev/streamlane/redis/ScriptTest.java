package dev.streamlane.redis;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptTest {
    private static final int MAX_LINES = 40;

    @Test
    void thereIsAScriptForEachFileAndAFileForEachScript() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/lua"))) {
            assertThat(files.map(file -> "/lua/" + file.getFileName()).collect(toSet()))
                    .isEqualTo(Stream.of(Script.values()).map(Script::file).collect(toSet()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isShort(Script script) {
        assertThat(script.source().lines()).hasSizeLessThanOrEqualTo(MAX_LINES);
    }

    @ParameterizedTest
    @EnumSource
    void beginsWithItsPurposeKeysArgumentsCodesAndReply(Script script) {
        List<String> header = header(script);

        assertThat(header).first().asString().doesNotStartWith("-- KEYS");
        assertThat(header.stream().map(line -> line.split("\\s+")[1]))
                .containsSubsequence("KEYS:", "ARGV:", "Codes:", "Returns:");
    }

    @ParameterizedTest
    @EnumSource
    void takesTheKeysOfItsHeaderAndUsesThemAll(Script script) {
        String keys = line(script, "KEYS");
        List<String> numbered = Pattern.compile("(^|, )(\\d) ")
                .matcher(keys)
                .results()
                .map(match -> match.group(2))
                .toList();
        List<String> used = Pattern.compile("KEYS\\[(\\d)]")
                .matcher(script.source())
                .results()
                .map(match -> match.group(1))
                .distinct()
                .sorted()
                .toList();
        int fixed = script.keys().fixed();
        if (script.keys().more()) {
            assertThat(keys).containsPattern(fixed == 0 ? "^any number of " : ", then any number of [^,]+$");
            assertThat(script.source())
                    .containsAnyOf(
                            fixed == 0 ? "unpack(KEYS)" : "unpack(KEYS, " + (fixed + 1) + ")",
                            "for i = " + (fixed + 1) + ", #KEYS do");
        } else {
            assertThat(keys).doesNotContain("any number");
            assertThat(script.source()).doesNotContain("unpack(KEYS");
        }
        List<String> declared =
                IntStream.rangeClosed(1, fixed).mapToObj(String::valueOf).toList();

        assertThat(numbered).isEqualTo(declared);
        assertThat(used).isEqualTo(declared);
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatTheEnumSays(Script script) {
        String codes = IntStream.range(0, script.codes().size())
                .mapToObj(i -> i + " " + script.codes().get(i))
                .collect(joining(", "));

        assertThat(line(script, "Codes")).isEqualTo(codes.isEmpty() ? "none" : codes);
    }

    @ParameterizedTest
    @EnumSource
    void returnsNoOtherCodes(Script script) {
        List<Integer> returned = Pattern.compile("return \\{(\\d)[,}]")
                .matcher(script.source())
                .results()
                .map((MatchResult match) -> Integer.parseInt(match.group(1)))
                .distinct()
                .toList();

        if (!script.codes().isEmpty()) {
            assertThat(returned)
                    .isNotEmpty()
                    .allMatch(code -> code < script.codes().size());
        }
    }

    private static List<String> header(Script script) {
        return script.source()
                .lines()
                .skip(1)
                .takeWhile(line -> line.startsWith("--"))
                .toList();
    }

    private static String line(Script script, String name) {
        return header(script).stream()
                .filter(line -> line.startsWith("-- " + name + ": "))
                .map(line -> line.substring(name.length() + 5))
                .findFirst()
                .orElseThrow();
    }
}
