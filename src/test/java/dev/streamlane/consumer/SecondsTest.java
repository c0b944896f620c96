package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecondsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "0.0",
                "1763781600",
                "1763781600.123",
                "1763781600.123456789",
                "1763781600.1234567891",
                "9223372035.999999999",
                "9223372036.9",
                "9999999999",
                "10000000000",
                "123456789012345678901234567890",
                "-1.5",
                "+2.25",
                ".5",
                "7.",
                "1e3",
                "1.5E-3",
                "000001.5",
                "٣",
                "1.٣"
            })
    void readsWhatIsANumber(String text) {
        long exact = new BigDecimal(text).movePointRight(9).toBigInteger().longValue();

        assertThat(Seconds.nanos(text)).isEqualTo(exact);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1..2", "1.2.3", "x", "12x", "1.x", "-", " 1", "1 ", "1_0", "0x10", "NaN"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Seconds.nanos(text)).isInstanceOf(NumberFormatException.class);
    }
}
