package dev.streamlane.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.producer.BacklogView.Load;
import dev.streamlane.producer.Backlogs.Backlog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacklogViewTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void theGroupWithTheMostCounts() {
        BacklogView view = BacklogView.of(List.of(new Backlog("a", 3, 0), new Backlog("b", 7, 0)), 0, null);

        assertThat(view.largest().group()).isEqualTo("b");
        assertThat(view.largest().jobs()).isEqualTo(7);
    }

    @ParameterizedTest(name = "{0} jobs at {1} in 2 s: {2} s")
    @CsvSource({"100, 20, 10", "101, 20, 11", "1, 1000, 1", "1000000, 2, 3600", "100, 0, 10", "100, -20, 10"})
    void whenToTryAgainFollowsFromHowFastJobsAreFinished(long excess, long finished, long seconds) {
        Load load = looked(1000, 2 * SECOND, looked(1000 - finished, 0, null)).largest();

        assertThat(load.drained(excess)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aRateIsNotMeasuredOverLessThanASecond() {
        BacklogView first = looked(1000, 0, null);
        BacklogView soon = looked(1010, SECOND / 2, first);
        BacklogView later = looked(1020, SECOND, soon);

        assertThat(soon.largest().drained(100)).isEqualTo(BacklogView.RETRY_UNKNOWN);
        assertThat(later.largest().drained(100)).isEqualTo(Duration.ofSeconds(5));
        assertThat(looked(1020, SECOND * 3 / 2, later).largest().drained(100))
                .as("the rate of the last whole second")
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatIsUnknownIsNoRate() {
        assertThat(looked(1000, SECOND, looked(-1, 0, null)).largest().drained(1))
                .isEqualTo(BacklogView.RETRY_UNKNOWN);
        assertThat(looked(-1, SECOND, looked(1, 0, null)).largest().drained(1)).isEqualTo(BacklogView.RETRY_UNKNOWN);
    }

    private static BacklogView looked(long finished, long now, BacklogView before) {
        return BacklogView.of(List.of(new Backlog("a", 500, finished)), now, before);
    }
}
