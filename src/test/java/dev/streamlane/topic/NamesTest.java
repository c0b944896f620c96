package dev.streamlane.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "send_email", "orders.v2", "...", ".a", "-", "A-9"})
    void namesThatAnUrlAndAKeyCanBeMadeOfAreLegal(String name) {
        assertThat(Names.legal(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a:b", "{a}", "a/b", "ü", "a\n"})
    void othersAreNot(String name) {
        assertThat(Names.legal(name)).isFalse();
    }
}
