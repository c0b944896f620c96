package dev.streamlane.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    @Test
    void revokesWhatIsMeantForOthersAndAcquiresWhatIsMeantForItself() {
        Reconciliation plan = Reconciliation.of(List.of(1, 2), Set.of(0, 1), Set.of());

        assertThat(plan.revoke()).containsExactly(0);
        assertThat(plan.acquire()).containsExactly(2);
        assertThat(plan.isEmpty()).isFalse();
    }

    @Test
    void isEmptyWhenTheTargetIsReached() {
        assertThat(Reconciliation.of(List.of(0, 1), Set.of(0, 1), Set.of()).isEmpty())
                .isTrue();
    }

    @Test
    void revokesNothingTwice() {
        assertThat(Reconciliation.of(List.of(), Set.of(0, 1), Set.of(0)).revoke())
                .containsExactly(1);
    }

    @Test
    void letsGoOfWhatIsBeingHandedOverBeforeItAcquiresItAnew() {
        assertThat(Reconciliation.of(List.of(0), Set.of(0), Set.of(0)).isEmpty())
                .isTrue();
        assertThat(Reconciliation.of(List.of(0), Set.of(), Set.of()).acquire()).containsExactly(0);
    }
}
