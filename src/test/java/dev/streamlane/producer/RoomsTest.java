package dev.streamlane.producer;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.testing.InMemoryPartitions;
import dev.streamlane.testing.ManualClock;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomsTest {
    private static final TopicSettings SETTINGS = new TopicSettings(4, 100, Overflow.REJECT, Ordering.KEY, 5, 0);

    private final InMemoryPartitions partitions = new InMemoryPartitions();
    private final ManualClock clock = new ManualClock();
    private final Rooms rooms = new Rooms("email", partitions, clock);

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"PT2S", "PT1H", "PT-1H"})
    void anEstimateIsForgottenAfterAMomentAndWhenTheClockIsSet(Duration step) {
        get(rooms.ask(0, 1, SETTINGS));
        get(rooms.ask(0, 1, SETTINGS));
        assertThat(partitions.trims()).isEqualTo(1);

        clock.advance(step);
        get(rooms.ask(0, 1, SETTINGS));

        assertThat(partitions.trims()).isEqualTo(2);
    }
}
