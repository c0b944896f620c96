package dev.streamlane.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", " [1, 2] ", "\"x\"", "1e5", "true", "{\"a\":{\"a\":1}}"})
    void oneJsonValueIsKeptAsItIs(String json) {
        assertThat(JsonText.parse(json).text()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{} {}", "1 2", "{a:1}", "nul", "\"x", "\"\ud800\"", "{\"a\":1,\"a\":1}", "[1,]"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.parse(text));
    }
}
