package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalBudgetTest {
    private final ManualClock clock = new ManualClock();
    private final RefusalBudget budget = new RefusalBudget(clock::nanos);

    @Test
    void g8_soManyAreNotedInAMinuteAndTheOthersCounted() {
        assertThat(noted(RefusalBudget.A_MINUTE + 7)).isEqualTo(RefusalBudget.A_MINUTE);

        clock.advance(Duration.ofSeconds(59));
        assertThat(budget.take()).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        assertThat(budget.take()).hasValue(8);
        assertThat(budget.take()).hasValue(0);
        assertThat(noted(RefusalBudget.A_MINUTE)).isEqualTo(RefusalBudget.A_MINUTE - 2);
    }

    private int noted(int refusals) {
        int noted = 0;
        for (int i = 0; i < refusals; i++) {
            noted += budget.take().isPresent() ? 1 : 0;
        }
        return noted;
    }
}
