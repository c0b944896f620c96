package dev.streamlane.producer;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.streamlane.partition.Partitioner;
import dev.streamlane.producer.Backlogs.Backlog;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.testing.ManualClock;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class BacklogGuardTest {
    private static final TopicSettings TEN = new TopicSettings(2, 0, Overflow.REJECT, Ordering.KEY, 5, 10);

    private final ManualClock clock = new ManualClock();
    private final List<String> failures = new ArrayList<>();
    private final Deque<CompletableFuture<List<Enqueued>>> writing = new ArrayDeque<>();
    private final BacklogGuard guard = new BacklogGuard("t", this::look, clock::nanos, new Recorder());
    private List<Backlog> backlogs = List.of(new Backlog("g", 0, 0));
    private boolean down;
    private int looks;

    @Test
    void g8_letsInUntilTheLimitIsReachedAndLooksOnlyOnceMeanwhile() {
        for (int i = 0; i < 10; i++) {
            let(1);
        }

        assertThat(looks).isEqualTo(1);
        BacklogExceededException refused = refused(1);
        assertThat(refused.topic()).isEqualTo("t");
        assertThat(refused.group()).isEqualTo("g");
        assertThat(refused.backlog()).isEqualTo(10);
        assertThat(refused.limit()).isEqualTo(10);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(refused).hasMessage("group 'g' of topic 't' has 10 unfinished jobs, and takes no more than 10");
        assertThat(failures).containsExactly("BACKLOG 1");
        assertThat(writing).hasSize(10);
    }

    @Test
    void aBatchIsLetInAsAWholeOrNotAtAll() {
        backlogs = List.of(new Backlog("g", 7, 0));

        assertThat(refused(4).backlog()).isEqualTo(7);
        let(3);
        assertThatThrownBy(() -> pass(11))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("the batch has 11 jobs, and the topic's maxBacklog is 10");
    }

    @Test
    void whoeverWouldBeRefusedLooksAgainFirst() {
        let(10);
        writing.remove().complete(List.of());
        clock.advance(Duration.ofMillis(60));
        backlogs = List.of(new Backlog("g", 4, 6));

        let(6);
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void whatIsStillBeingWrittenCountsBesideWhatIsSeen() {
        let(6);
        clock.advance(Duration.ofMillis(1001));
        backlogs = List.of(new Backlog("g", 4, 0));

        assertThat(refused(1).backlog()).isEqualTo(10);
    }

    @Test
    void refusalsDoNotKeepRedisBusy() {
        backlogs = List.of(new Backlog("g", 10, 0));
        for (int i = 0; i < 100; i++) {
            refused(1);
        }

        assertThat(looks).isEqualTo(1);
    }

    @Test
    void aRefusalRestsOnNothingOlderThanASecondHoweverMuchThereIsToLookAt() {
        backlogs = Collections.nCopies(1000, new Backlog("g", 10, 0));
        refused(1);
        clock.advance(Duration.ofMillis(999));
        refused(1);
        assertThat(looks).isEqualTo(1);

        backlogs = List.of(new Backlog("g", 0, 10));
        clock.advance(Duration.ofMillis(1));

        let(1);
    }

    @Test
    void whatIsKnownForASecondIsLookedAtAnew() {
        let(1);
        backlogs = List.of(new Backlog("g", 10, 0));
        clock.advance(Duration.ofMillis(1001));

        assertThat(refused(1).backlog()).isEqualTo(11);
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void delayedJobsAreNoBacklogYet() {
        backlogs = List.of(new Backlog(null, 10, -1));

        assertThat(refused(1)).hasMessageStartingWith("topic 't' has no group, and 10 unfinished jobs");
        assertThat(pass(slices(5, Due.at(Instant.EPOCH)))).isNotDone();
    }

    @Test
    void withoutALookNothingIsWritten() {
        down = true;

        assertThatThrownBy(() -> get(pass(2))).isInstanceOf(StoreUnavailableException.class);
        assertThat(writing).isEmpty();
        assertThat(failures).containsExactly("UNAVAILABLE 2");
        down = false;
        let(1);
    }

    private BacklogExceededException refused(int jobs) {
        return catchThrowableOfType(BacklogExceededException.class, () -> get(pass(jobs)));
    }

    private void let(int jobs) {
        assertThat(pass(jobs)).isNotDone();
    }

    private CompletableFuture<List<Enqueued>> pass(int jobs) {
        return pass(slices(jobs, null));
    }

    private CompletableFuture<List<Enqueued>> pass(List<Slice> slices) {
        return guard.pass(slices, TEN, () -> {
                    writing.add(new CompletableFuture<>());
                    return writing.getLast();
                })
                .toCompletableFuture();
    }

    private static List<Slice> slices(int jobs, Due due) {
        NewEntry entry = new NewEntry("id", "1", "", null, 0, 0, null, due, null);
        return Slice.of(Collections.nCopies(jobs, entry), 2, new Partitioner());
    }

    private CompletionStage<List<Backlog>> look(String topic, int partitions) {
        looks++;
        return down
                ? CompletableFuture.failedStage(new StoreUnavailableException("no answer", null))
                : CompletableFuture.completedStage(backlogs);
    }

    private final class Recorder implements EnqueueEvents {
        @Override
        public void failed(String topic, Failure failure, int jobs) {
            failures.add(failure + " " + jobs);
        }
    }
}
