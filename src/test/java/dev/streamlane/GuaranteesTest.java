package dev.streamlane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/guarantees.md} names tests as proofs. */
class GuaranteesTest {
    private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w+(?:Test|IT|Contract))\\.(\\w+)`");

    private final String page = read(Path.of("docs/guarantees.md"));

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Map<String, String> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            sources = files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(GuaranteesTest::className, GuaranteesTest::read, String::concat));
        }

        List<MatchResult> proofs = PROOF.matcher(page).results().toList();

        assertThat(proofs).isNotEmpty().allSatisfy(proof -> assertThat(sources.getOrDefault(proof.group(1), ""))
                .as(proof.group())
                .contains("void " + proof.group(2) + "("));
    }

    @Test
    void everyGuaranteeHasProofs() {
        String[] sections = page.split("\n## ");

        IntStream.rangeClosed(1, 8).forEach(number -> assertThat(sections)
                .filteredOn(section -> section.startsWith("G" + number + " "))
                .singleElement()
                .satisfies(
                        section -> assertThat(PROOF.matcher(section).results()).isNotEmpty()));
    }

    private static String className(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
