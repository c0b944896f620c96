package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.topic.Ordering;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PartitionIntakeTest {
    private static final int READ = 10;

    private final ConsumerSettings settings = new ConsumerSettings(
            "group",
            OptionalInt.empty(),
            50,
            200,
            1 << 20,
            1000,
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));
    private final PartitionIntake intake =
            new PartitionIntake(settings, new PartitionQueue(Ordering.KEY, 1 << 20), "partition", "1-0");

    @Test
    void isMisledByAnEntryThatArrivedAndCouldNotBeRead() {
        intake.arrived(true, "1-0");

        intake.asked();
        intake.read(READ, List.of());

        assertThat(intake.misled()).isTrue();
    }

    @Test
    void isNotMisledByAnEntryThatItReadItselfWhileItWaited() {
        intake.asked();
        intake.read(READ, List.of(entry("2-0")));
        intake.arrived(true, "1-0");

        intake.asked();
        intake.read(READ, List.of());

        assertThat(intake.misled()).as("what arrived was 2-0").isFalse();
    }

    @Test
    void isNotMisledByAnEntryThatArrivedAfterTheReadWasSent() {
        intake.asked();
        intake.arrived(true, "1-0");
        intake.read(READ, List.of());

        assertThat(intake.misled()).isFalse();
    }

    @Test
    void isNotMisledByAnEntryThatCameWithTheReadUnderWay() {
        intake.asked();
        intake.arrived(true, "1-0");
        intake.read(READ, List.of(entry("2-0")));

        intake.asked();
        intake.read(READ, List.of());

        assertThat(intake.misled()).isFalse();
    }

    private static Entry entry(String id) {
        return new Entry(id, "id", "{}", null, null, "1", "1", "0", null, null);
    }
}
