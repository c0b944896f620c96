package dev.streamlane.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code docs/guarantees.md} names tests as proofs; that they exist, {@link DocsTest} knows. */
class GuaranteesTest {
    private static final Pattern PROOF = Pattern.compile("`[A-Z]\\w+(?:Test|IT|Contract)\\.\\w+`");

    @Test
    void everyGuaranteeHasProofs() throws IOException {
        String[] sections = Page.of(Path.of("docs/guarantees.md")).text().split("\n## ");

        IntStream.rangeClosed(1, 8).forEach(number -> assertThat(sections)
                .filteredOn(section -> section.startsWith("G" + number + " "))
                .singleElement()
                .satisfies(section -> assertThat(section).containsPattern(PROOF)));
    }
}
