package dev.streamlane.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.testing.InMemoryPartitions;
import dev.streamlane.testing.InMemoryTopics;
import dev.streamlane.testing.ManualClock;
import dev.streamlane.topic.NewTopics;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TopicDirectory;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromoterTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final TopicSettings SETTINGS = new TopicSettings(300, 100, Overflow.REJECT, Ordering.KEY, 5, 0);
    private static final Place PLACE = new Place("a", 0);

    private final ManualClock clock = new ManualClock();
    private final InMemoryTopics catalog = new InMemoryTopics();
    private final InMemoryPartitions partitions = new InMemoryPartitions();
    private int wakes;
    private final Answers jobs = new Answers();
    private final FakeSchedules schedules = new FakeSchedules();
    private final TopicDirectory topics =
            new TopicDirectory(catalog, new NewTopics(SETTINGS, true, 10, 16), Duration.ofSeconds(1), clock::nanos);
    private final Promoter promoter = new Promoter(
            jobs,
            new Firing(schedules, () -> "id", Runnable::run),
            topics,
            partitions,
            new DelayEvents() {},
            clock::nanos);
    private final Rounds rounds = new Rounds(topics, promoter, new DelayEvents() {}, clock::nanos);

    /** Stored jobs that answer as they are told to. */
    private static final class Answers implements DelayedJobs {
        private final List<Place> asked = new ArrayList<>();
        private Promotion next = new Promotion(List.of(), 0, Optional.empty(), Optional.empty(), false, 0);
        private boolean down;
        private Place unreadable;

        @Override
        public CompletionStage<Promotion> promote(Place place, TopicSettings settings) {
            asked.add(place);
            return down || place.equals(unreadable)
                    ? CompletableFuture.failedStage(new StoreUnavailableException("down", null))
                    : CompletableFuture.completedStage(next);
        }

        @Override
        public CompletionStage<List<DelayedJob>> list(Place place, long afterDue, long afterAge, int most) {
            return CompletableFuture.completedStage(
                    List.of(new DelayedJob("x" + place.partition(), place.partition(), null, Instant.EPOCH, 1)));
        }

        @Override
        public CompletionStage<Boolean> cancel(Place place, String id) {
            asked.add(place);
            return place.equals(unreadable)
                    ? CompletableFuture.failedStage(new StoreUnavailableException("down", null))
                    : CompletableFuture.completedStage(place.partition() == 200);
        }
    }

    @BeforeEach
    void createTheTopic() {
        catalog.ensure("a", SETTINGS, 10);
    }

    @Test
    void itSleepsUntilTheEarliestDueTimeAndAsksThen() {
        promoter.expect(new Place("a", 1), Duration.ofSeconds(5));
        promoter.expect(PLACE, Duration.ofSeconds(3));

        assertThat(serve()).isEqualTo(Duration.ofSeconds(3));
        assertThat(jobs.asked).isEmpty();
        clock.advance(Duration.ofSeconds(3));
        assertThat(serve()).isEqualTo(Duration.ofSeconds(2));
        assertThat(jobs.asked).containsExactly(PLACE);
    }

    @Test
    void itAsksAgainWhenTheNextOneIsDueButLetsThoseComeTogetherThatAreNear() {
        jobs.next = moved(Duration.ofMillis(1), false);
        promoter.expect(PLACE, Duration.ZERO);

        assertThat(serve()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void itStepsBackWhereAnotherWasFasterUntilItIsFirstAgain() {
        jobs.next = new DelayedJobs.Promotion(
                List.of(), 1, Optional.of(Duration.ofMillis(100)), Optional.empty(), false, 0);
        promoter.expect(PLACE, Duration.ZERO);
        assertThat(serve()).isEqualTo(Duration.ofMillis(120));
        clock.advance(Duration.ofMillis(120));
        jobs.next = moved(Duration.ofMillis(100), false);

        assertThat(serve()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void g7RedisBeingAwayMakesItWaitNotSpin() {
        jobs.down = true;
        promoter.expect(PLACE, Duration.ZERO);

        assertThat(serve()).isEqualTo(Duration.ofSeconds(1));
        catalog.down(true);
        clock.advance(Duration.ofSeconds(1));
        assertThat(serve()).isEqualTo(Duration.ofSeconds(1));
        assertThat(rounds.proceed(() -> wakes++)).isEqualTo(Duration.ZERO);
        assertThat(rounds.proceed(() -> wakes++)).isEqualTo(Duration.ofSeconds(1));
        assertThat(jobs.asked).hasSize(1);
    }

    @Test
    void aFullPartitionIsTriedAgainLaterAndTrimmed() {
        jobs.next = moved(Duration.ZERO, true);
        promoter.expect(PLACE, Duration.ZERO);

        assertThat(serve()).isEqualTo(Duration.ofSeconds(1));
        assertThat(partitions.trims()).isEqualTo(1);
    }

    @Test
    void aTickThatIsDueIsSetOffAsItsScheduleWants() {
        Instant tick = Instant.parse("2026-01-01T00:00:00Z");
        schedules.now = tick.plusMillis(3);
        schedules.due.add(MissedPlans.due("daily", tick, new Schedule("0 0 * * *", "UTC", Missed.ONCE)));
        jobs.next = new DelayedJobs.Promotion(List.of(), 0, Optional.empty(), Optional.of(Duration.ZERO), false, 0);
        promoter.expect(PLACE, Duration.ZERO);

        assertThat(serve()).isEqualTo(Duration.ofMillis(5));
        assertThat(schedules.fired).containsExactly(MissedPlans.of(tick, tick.plus(Duration.ofDays(1))));
    }

    @Test
    void aTickWithoutRoomIsTriedAgainLater() {
        schedules.full = true;
        schedules.due.add(MissedPlans.due("x", Instant.EPOCH, new Schedule("0 0 * * *", "UTC", Missed.ALL)));
        jobs.next = new DelayedJobs.Promotion(List.of(), 0, Optional.empty(), Optional.of(Duration.ZERO), true, 0);
        promoter.expect(PLACE, Duration.ZERO);

        assertThat(serve()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aScheduleThatCannotBeReadIsLeftAloneForAWhile() {
        schedules.due.add(new Schedules.DueSchedule("x", Instant.EPOCH, "not ours"));
        jobs.next = new DelayedJobs.Promotion(List.of(), 0, Optional.empty(), Optional.of(Duration.ZERO), false, 0);
        promoter.expect(PLACE, Duration.ZERO);

        assertThat(serve()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aTopicThatIsGoneIsForgotten() {
        promoter.expect(new Place("gone", 0), Duration.ZERO);

        assertThat(serve()).isEqualTo(LONG);
        assertThat(jobs.asked).isEmpty();
    }

    @Test
    void g8TheFirstRoundIsMadeAtOnceInBoundedLooksAndTheNextAtLeisure() {
        catalog.ensure("b", new TopicSettings(4, 100, Overflow.REJECT, Ordering.KEY, 5, 0), 10);
        rounds.proceed(() -> wakes++);
        assertThat(jobs.asked).hasSize(256);

        assertThat(rounds.proceed(() -> wakes++)).isEqualTo(Duration.ofMillis(50));
        clock.advance(Duration.ofMillis(50));
        rounds.proceed(() -> wakes++);
        assertThat(jobs.asked).hasSize(304).doesNotHaveDuplicates();
        assertThat(rounds.proceed(() -> wakes++)).isEqualTo(Rounds.INTERVAL);

        rounds.restart();
        assertThat(rounds.proceed(() -> wakes++)).isEqualTo(Duration.ZERO);
        assertThat(jobs.asked).hasSize(560);
        assertThat(wakes).isEqualTo(3);
    }

    @Test
    void aPartitionThatCannotBeReadKeepsNoOtherWaiting() {
        jobs.unreadable = new Place("a", 3);
        rounds.proceed(() -> wakes++);
        clock.advance(Duration.ofMillis(50));
        rounds.proceed(() -> wakes++);

        assertThat(jobs.asked).hasSize(300).doesNotHaveDuplicates();
        assertThat(rounds.proceed(() -> wakes++)).isEqualTo(Rounds.INTERVAL);
    }

    @Test
    void pagesGoOnFromPartitionToPartition() {
        DelayedDirectory directory = new DelayedDirectory(topics, jobs);
        DelayedCursor next = DelayedCursor.START;
        List<String> ids = new ArrayList<>();
        while (next != null) {
            DelayedDirectory.Page page =
                    directory.page("a", next, 100).toCompletableFuture().join();
            page.jobs().forEach(job -> ids.add(job.id()));
            next = page.next() == null ? null : DelayedCursor.parse(page.next().toString());
        }

        assertThat(ids).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void cancellingAsksPartitionsUntilOneHasTheJob() {
        DelayedDirectory directory = new DelayedDirectory(topics, jobs);

        assertThat(directory.cancel("a", "x").toCompletableFuture().join()).isTrue();
        assertThat(jobs.asked).hasSize(256);
    }

    @Test
    void aPartitionThatCannotBeAskedHidesNoCancellationAndNoDoubt() {
        DelayedDirectory directory = new DelayedDirectory(topics, jobs);
        jobs.unreadable = new Place("a", 3);
        assertThat(directory.cancel("a", "x").toCompletableFuture().join()).isTrue();
        jobs.unreadable = new Place("a", 199);
        assertThat(directory.cancel("a", "x").toCompletableFuture().join()).isTrue();

        jobs.unreadable = new Place("a", 200);
        assertThatThrownBy(
                        () -> directory.cancel("a", "x").toCompletableFuture().join())
                .hasCauseInstanceOf(StoreUnavailableException.class);
    }

    private Duration serve() {
        return promoter.serve(LONG, () -> {});
    }

    private static DelayedJobs.Promotion moved(Duration next, boolean full) {
        List<DelayedJobs.Moved> one = List.of(new DelayedJobs.Moved("id", "1-1", Duration.ZERO));
        return new DelayedJobs.Promotion(one, 1, Optional.of(next), Optional.empty(), full, full ? 200 : 1);
    }
}
