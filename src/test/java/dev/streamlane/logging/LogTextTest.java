package dev.streamlane.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTextTest {
    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "'a\nERROR b',          'a\\u000aERROR b'",
        "'a\r\tb',              'a\\u000d\\u0009b'",
        "'\u001b[31mred',       '\\u001b[31mred'",
        "'a\u2028b\u0085c',     'a\\u2028b\\u0085c'",
        "'\u202eknurt',         '\\u202eknurt'",
        "'order-stream-0 {ä} €', 'order-stream-0 {ä} €'",
        "'\uD83D\uDE00',        '\uD83D\uDE00'",
        "'',                     ''"
    })
    void whatCannotBeSeenIsWrittenOut(String text, String shown) {
        assertThat(LogText.name(text)).isEqualTo(shown);
        assertThat(LogText.text(text)).isEqualTo(shown);
    }

    @Test
    void halfACharacterIsWrittenOut() {
        assertThat(LogText.name("a\uD83D")).isEqualTo("a\\ud83d");
    }

    @Test
    void g8_aLongNameIsCut() {
        assertThat(LogText.name("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(LogText.name("x".repeat(60_000))).isEqualTo("x".repeat(200) + "…");
        assertThat(LogText.text("x".repeat(60_000))).isEqualTo("x".repeat(2000) + "…");
    }
}
