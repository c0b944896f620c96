package dev.streamlane.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.streamlane.streams.EntryId;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    private static final Instant NOW = Instant.parse("2026-11-22T16:00:00Z");

    @ParameterizedTest
    @CsvSource(textBlock = """
            beginning,                0-0
            end,                      1795363200000-7
            1970-01-01T00:00:05Z,     4999-18446744073709551615
            1970-01-01T01:00:05+01:00, 4999-18446744073709551615
            2026-11-22T16:00:00Z,     1795363199999-18446744073709551615
            5000-0,                   4999-18446744073709551615
            5000-3,                   5000-2
            0-0,                      0-0
            1795363200000-8,          1795363200000-7
            1795363200000-9,          1795363200000-7
            18446744073709551615-1,   1795363200000-7
            """)
    void theFirstEntryThatIsWantedIsTheNextThatIsReadAndWhatComesLaterIsNeverSkipped(String text, String readUpTo) {
        EntryId last = EntryId.parse("1795363200000-7");

        assertThat(Position.parse(text, NOW).readUpTo(last)).hasToString(readUpTo);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "start",
                "END",
                "5",
                "5000-",
                "2026-11-22",
                "2026-11-22T16:00:01Z",
                "1969-12-31T23:59:59Z",
                "T"
            })
    void othersAreRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Position.parse(text, NOW));
    }
}
