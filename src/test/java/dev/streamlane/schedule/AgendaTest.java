package dev.streamlane.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Place A = new Place("a", 0);
    private static final Place B = new Place("b", 3);
    /** Nanosecond clocks may begin anywhere. */
    private static final long NOW = Long.valueOf(Long.MAX_VALUE - 5);

    private final Agenda agenda = new Agenda();

    @Test
    void theMostUrgentPlaceIsTakenFirstAndOnlyWhenItIsTime() {
        agenda.note(A, NOW + 20);
        agenda.note(B, NOW + 10);

        assertThat(agenda.take(NOW + 9, 5)).isEmpty();
        assertThat(agenda.take(NOW + 20, 5)).containsExactly(B, A);
        assertThat(agenda.take(NOW + 20, 5)).isEmpty();
    }

    @Test
    void onlyASoonerTimeReplacesOneThatIsNoted() {
        assertThat(agenda.note(A, NOW + 20)).isTrue();
        assertThat(agenda.note(A, NOW + 30)).isFalse();
        assertThat(agenda.note(B, NOW + 10)).isTrue();
        assertThat(agenda.note(A, NOW + 15)).isFalse();

        assertThat(agenda.take(NOW + 15, 5)).containsExactly(B, A);
    }

    @Test
    void whereAnotherWasFasterThisOneComesLater() {
        agenda.behind(A, true);
        agenda.note(A, NOW);
        assertThat(agenda.take(NOW + Agenda.STEP_BACK.toNanos() - 1, 5)).isEmpty();
        assertThat(agenda.take(NOW + Agenda.STEP_BACK.toNanos(), 5)).containsExactly(A);

        agenda.behind(A, false);
        agenda.note(A, NOW);
        assertThat(agenda.take(NOW, 5)).containsExactly(A);
    }

    @Test
    void itIsIdleUntilTheFirstIsDueOrAsLongAsItMay() {
        assertThat(agenda.idle(NOW, LONG)).isEqualTo(LONG);
        agenda.note(A, NOW + 7);

        assertThat(agenda.idle(NOW, LONG)).isEqualTo(Duration.ofNanos(7));
        assertThat(agenda.idle(NOW + 100, LONG)).isEqualTo(Duration.ZERO);
        assertThat(agenda.idle(NOW, Duration.ofNanos(3))).isEqualTo(Duration.ofNanos(3));
    }

    @Test
    void g8NoMoreIsTakenThanIsAskedFor() {
        agenda.note(A, NOW);
        agenda.note(B, NOW);

        assertThat(agenda.take(NOW, 1)).containsExactly(A);
        assertThat(agenda.take(NOW, 0)).isEmpty();
        assertThat(agenda.take(NOW, 1)).containsExactly(B);
    }
}
