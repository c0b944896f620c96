package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.streams.LoadBalancer.Entry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentDecoderTest {
    private final AssignmentDecoder decoder = new AssignmentDecoder(new ObjectMapper(), 1000);

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e2147483649", "1e-99999999999"})
    void g6_aNumberBeyondAllBoundsMakesAnEntryUnreadableAndStopsNothing(String number) {
        String text = "{\"DataStreamName\":\"a\",\"Info\":{\"n\":" + number + "}}";

        Reading reading = Reading.of(new Entry("1-0", text, text.length()), decoder);

        assertThat(reading.assignment()).isNull();
        assertThat(reading.unreadable())
                .isEqualTo("unreadable: the field 'lbs-input' has a number that is too large or too small");
    }
}
