package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final long NOW = Long.MAX_VALUE - 5;

    private final Slots slots = new Slots(3);

    @Test
    void countsWhatIsTakenAndGivenBack() {
        slots.take(this, 2, NOW);
        assertThat(slots.free()).isEqualTo(1);

        slots.give(2);
        assertThat(slots.free()).isEqualTo(3);
    }

    @Test
    void remembersThatSomebodyWantedMoreUntilEverybodyHadATurn() {
        assertThat(slots.contended()).isFalse();

        slots.want(this, 4);
        assertThat(slots.contended()).isTrue();
        assertThat(slots.contended()).isTrue();

        slots.shared(2);
        assertThat(slots.contended()).isFalse();
    }

    @Test
    void eachPartitionTakesNoMoreThanItsShareWhileTheyWantMoreThanThereAre() {
        Slots many = new Slots(512);
        many.want(this, 513);
        many.shared(8);
        assertThat(many.free()).isEqualTo(64);
        many.take(this, 500, NOW);
        assertThat(many.free()).isEqualTo(12);

        many.shared(8);
        many.give(500);
        assertThat(many.free()).isEqualTo(512);
    }

    @Test
    void areScarceWhileLessThanAShareIsFreeAndStartsAreBeingRecorded() {
        Slots some = new Slots(64);
        some.take(this, 60, NOW);
        some.recording(NOW);
        assertThat(some.scarce(NOW)).isFalse();

        some.want(this, 5);
        some.shared(2);
        some.want(this, 5);
        assertThat(some.scarce(NOW)).isTrue();

        some.give(28);
        assertThat(some.scarce(NOW)).isFalse();
        some.take(this, 1, NOW);
        assertThat(some.scarce(NOW)).isTrue();
        some.recorded();
        assertThat(some.scarce(NOW)).isFalse();
    }

    @Test
    void areNotWaitedForLongerThanPatienceLasts() {
        slots.want(this, 4);
        slots.shared(2);
        slots.want(this, 4);
        slots.take(this, 2, NOW);
        slots.recording(NOW);

        assertThat(slots.scarce(NOW + Slots.PATIENCE.toNanos() - 1)).isTrue();
        assertThat(slots.scarce(NOW + Slots.PATIENCE.toNanos())).isFalse();
    }

    @Test
    void aShareIsWorthACallOfRedis() {
        Slots few = new Slots(64);

        few.want(this, 65);
        few.shared(8);

        assertThat(few.free()).isEqualTo(32);
    }

    @Test
    void eachPartitionTakesNoMoreThanItsPortionOfWhatReplicasShare() {
        Slots some = new Slots(64, new FewPermits(6, 2));

        assertThat(some.free()).isEqualTo(2);
    }
}
