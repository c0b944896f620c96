package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotsTest {
    private final Slots slots = new Slots(3);

    @Test
    void countsWhatIsTakenAndGivenBack() {
        slots.take(2);
        assertThat(slots.free()).isEqualTo(1);

        slots.give(2);
        assertThat(slots.free()).isEqualTo(3);
    }

    @Test
    void remembersThatSomebodyWantedMoreUntilEverybodyHadATurn() {
        assertThat(slots.contended()).isFalse();

        slots.contend();
        assertThat(slots.contended()).isTrue();
        assertThat(slots.contended()).isTrue();

        slots.shared();
        assertThat(slots.contended()).isFalse();
    }
}
