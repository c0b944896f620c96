package dev.streamlane.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.JobEvents;
import dev.streamlane.partition.GroupId;
import dev.streamlane.streams.StreamEvents;
import dev.streamlane.testing.ManualClock;
import dev.streamlane.testing.ManualLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatsTest {
    private static final GroupId SENDERS = new GroupId("mail", "senders");
    private static final GroupId AUDITORS = new GroupId("mail", "auditors");
    private static final String SERVICE = "load-balance-demo";

    private final ManualClock clock = new ManualClock();
    private final ManualLoop ticker = new ManualLoop();
    private final Stats stats = new Stats(clock, ticker);

    @Test
    void countsSinceItsOwnBeginning() {
        clock.advance(Duration.ofHours(1));

        assertThat(stats.since()).isEqualTo(clock.instant().minus(Duration.ofHours(1)));
    }

    @Test
    void groupsAndServicesAreThereFromTheirFirstBeatOn() {
        stats.beat(SENDERS, Duration.ZERO);
        stats.beatFailed(AUDITORS);
        stats.beat(SERVICE, Duration.ZERO);
        stats.beatFailed("another");

        assertThat(stats.groups()).extracting(GroupStats::group).containsExactly(AUDITORS, SENDERS);
        assertThat(stats.groups())
                .allSatisfy(group -> assertThat(group.processed().results())
                        .hasSameSizeAs(JobEvents.Result.values())
                        .allSatisfy((result, count) -> assertThat(count).isZero()));
        assertThat(stats.services()).extracting(ServiceStats::service).containsExactly("another", SERVICE);
        assertThat(stats.service("never served")).isEmpty();
    }

    @Test
    void groupsAreCountedApartByHowAttemptsEnded() {
        stats.ended(SENDERS, JobEvents.Result.DONE, Duration.ofMillis(10));
        stats.ended(SENDERS, JobEvents.Result.FAILED, Duration.ofMillis(30));
        stats.ended(AUDITORS, JobEvents.Result.DONE, Duration.ofMillis(1));

        Processed<JobEvents.Result> senders = stats.groups().get(1).processed();

        assertThat(senders.count()).isEqualTo(2);
        assertThat(senders.count(JobEvents.Result.DONE)).isEqualTo(1);
        assertThat(senders.count(JobEvents.Result.FAILED)).isEqualTo(1);
        assertThat(senders.mean()).isEqualTo(Duration.ofMillis(20));
        assertThat(senders.longest()).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void whatIsNotRecentAnyMoreStillCounts() {
        stats.ended(SENDERS, JobEvents.Result.DONE, Duration.ofMillis(10));

        ticker.advance(Stats.RECENT);

        assertThat(stats.groups().get(0).recent().count()).isZero();
        assertThat(stats.groups().get(0).processed().count()).isEqualTo(1);
    }

    @Test
    void servicesShowWhatTheyWereAssignedAndHoldAndHaveDone() {
        stats.assigned(SERVICE, false);
        stats.assigned(SERVICE, true);
        stats.assigned(SERVICE, false);
        stats.observed(SERVICE, 2, 50, 7);
        stats.ended(SERVICE, StreamEvents.Result.DONE, Duration.ofSeconds(4));

        ServiceStats service = stats.service(SERVICE).orElseThrow();

        assertThat(service.assigned()).isEqualTo(3);
        assertThat(service.claimed()).isEqualTo(1);
        assertThat(service.held()).isEqualTo(2);
        assertThat(service.processed().count(StreamEvents.Result.DONE)).isEqualTo(1);
        assertThat(service.recent().count(StreamEvents.Result.DONE)).isEqualTo(1);
        assertThat(service.recent().longest()).isEqualTo(Duration.ofSeconds(4));
        assertThat(stats.services()).containsExactly(service);
    }

    @Test
    void timesThatAddUpToMoreThanALongHoldsStillHaveAMean() {
        Duration century = Duration.ofDays(36_500);

        IntStream.range(0, 10).forEach(i -> stats.ended(SERVICE, StreamEvents.Result.DONE, century));

        Duration mean = stats.service(SERVICE).orElseThrow().processed().mean();
        assertThat(mean).isCloseTo(century, Duration.ofSeconds(1));
    }

    @Test
    void noAttemptIsLostWhereSeveralThreadsCount() {
        CompletableFuture<?>[] threads = IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> IntStream.range(0, 100_000)
                        .forEach(i -> stats.ended(SERVICE, StreamEvents.Result.DONE, Duration.ZERO))))
                .toArray(CompletableFuture[]::new);

        CompletableFuture.allOf(threads).join();

        ServiceStats service = stats.service(SERVICE).orElseThrow();
        assertThat(service.processed().count()).isEqualTo(400_000);
        assertThat(service.recent().count()).isEqualTo(400_000);
    }
}
