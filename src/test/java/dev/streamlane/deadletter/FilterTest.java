package dev.streamlane.deadletter;

import static dev.streamlane.deadletter.Letters.assignment;
import static dev.streamlane.deadletter.Letters.id;
import static dev.streamlane.deadletter.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            none,       none,        none,         true
            send_email, none,        none,         true
            send_sms,   none,        none,         false
            none,       email_group, none,         true
            none,       email,       none,         false
            none,       none,        such user,    true
            none,       none,        Such user,    false
            send_email, email_group, no such user, true
            send_email, other,       no such user, false
            """)
    void takesWhatFitsAllThatItNames(String topic, String group, String error, boolean taken) {
        Filter filter = new Filter(
                Optional.ofNullable(topic),
                Optional.ofNullable(group),
                Optional.ofNullable(error),
                Optional.empty(),
                Optional.empty());

        assertThat(filter.takes(letter("1-0", "IllegalStateException: no such user", Map.of())))
                .isEqualTo(taken);
    }

    @Test
    void aServiceIsNoTopic() {
        assertThat(of("orders", null).takes(assignment("1-0", "orders"))).isFalse();
        assertThat(of(null, "orders-group").takes(assignment("1-0", "orders"))).isTrue();
    }

    private static Filter of(String topic, String group) {
        return new Filter(
                Optional.ofNullable(topic),
                Optional.ofNullable(group),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void timesBoundTheSpan() {
        Span span = new Filter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Instant.ofEpochMilli(100)),
                        Optional.of(Instant.ofEpochMilli(200)))
                .span();

        assertThat(span.after()).hasValue(id("99-18446744073709551615"));
        assertThat(span.before()).hasValue(id("200-0"));
    }

    @Test
    void aCursorNarrowsTheSpanAndNeverWidensIt() {
        Span span = new Span(Optional.of(id("10-0")), Optional.of(id("20-0")));

        assertThat(span.beyond(id("15-0"), Order.NEWEST_FIRST).before()).hasValue(id("15-0"));
        assertThat(span.beyond(id("25-0"), Order.NEWEST_FIRST).before()).hasValue(id("20-0"));
        assertThat(span.beyond(id("15-0"), Order.OLDEST_FIRST).after()).hasValue(id("15-0"));
        assertThat(span.beyond(id("5-0"), Order.OLDEST_FIRST).after()).hasValue(id("10-0"));
    }
}
