package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {
    private final List<String> seen = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter(5, new LineSplitter.Sink() {
        @Override
        public void line(long number, byte[] bytes, int from, int to) {
            seen.add(number + " " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void tooLong(long number, int limit) {
            seen.add(number + " longer than " + limit);
        }
    });

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 100})
    void linesAreTheSameHoweverTheBytesCome(int chunk) {
        feed("ab\n\n12345\nc\nüü", chunk);

        assertThat(seen).containsExactly("1 ab", "2 ", "3 12345", "4 c", "5 üü");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 100})
    void g8ALineThatIsTooLongIsTheLast(int chunk) {
        feed("ab\n123456\nc\n", chunk);

        assertThat(seen).containsExactly("1 ab", "2 longer than 5");
    }

    @Test
    void anEmptyStreamHasNoLines() {
        feed("", 1);

        assertThat(seen).isEmpty();
    }

    private void feed(String text, int chunk) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += chunk) {
            splitter.feed(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk)));
        }
        splitter.end();
    }
}
