package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.Acknowledger.Report;
import org.junit.jupiter.api.Test;

class AcknowledgerTest {
    private final Acknowledger acknowledger = new Acknowledger();

    @Test
    void takesAnEntryOnce() {
        assertThat(acknowledger.take("1-0")).isTrue();
        assertThat(acknowledger.take("1-0")).isFalse();
        assertThat(acknowledger.held()).isEqualTo(1);
    }

    @Test
    void holdsAnEntryUntilItsAcknowledgementIsWritten() {
        acknowledger.take("1-0");
        acknowledger.done("1-0");
        Report report = acknowledger.report();
        assertThat(acknowledger.take("1-0")).isFalse();

        acknowledger.written(report);

        assertThat(acknowledger.held()).isZero();
        assertThat(acknowledger.take("1-0")).isTrue();
    }

    @Test
    void reportsWhatIsDoneAndWhatHasFailed() {
        take("1-0", "2-0", "3-0");
        acknowledger.done("1-0");
        acknowledger.failed("2-0", 3);

        Report report = acknowledger.report();

        assertThat(report.done()).containsExactly("1-0");
        assertThat(report.failed()).containsOnlyKeys("2-0").containsEntry("2-0", 3);
        assertThat(acknowledger.isEmpty()).isTrue();
    }

    @Test
    void G1_reportsAgainInOrderWhatMayNotHaveBeenWritten() {
        take("1-0", "2-0", "3-0");
        acknowledger.done("1-0");
        acknowledger.done("2-0");
        Report report = acknowledger.report();
        acknowledger.done("3-0");

        acknowledger.unwritten(report);

        assertThat(acknowledger.report().done()).containsExactly("1-0", "2-0", "3-0");
    }

    @Test
    void keepsTheLaterNumberOfAttemptsWhenAnEarlierReportComesBack() {
        take("1-0");
        acknowledger.failed("1-0", 1);
        Report report = acknowledger.report();
        acknowledger.failed("1-0", 2);

        acknowledger.unwritten(report);

        assertThat(acknowledger.report().failed()).containsEntry("1-0", 2);
    }

    @Test
    void forgetsAnEntryThatIsGone() {
        take("1-0");
        acknowledger.failed("1-0", 1);

        acknowledger.gone("1-0");

        assertThat(acknowledger.isEmpty()).isTrue();
        assertThat(acknowledger.held()).isZero();
    }

    @Test
    void doesNotTouchEntriesThatAFailedAttemptKeepsPending() {
        take("1-0");
        acknowledger.failed("1-0", 1);

        acknowledger.written(acknowledger.report());

        assertThat(acknowledger.held()).isEqualTo(1);
    }

    private void take(String... ids) {
        for (String id : ids) {
            acknowledger.take(id);
        }
    }
}
