package dev.streamlane.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.job.Job;
import dev.streamlane.partition.Partitioner;
import dev.streamlane.permit.GroupLimits;
import dev.streamlane.producer.Enqueued;
import dev.streamlane.producer.NewJob;
import dev.streamlane.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What all replicas of a group keep to together. */
class GroupLimitsTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final ConcurrentLinkedQueue<Long> begun = new ConcurrentLinkedQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void G8_allReplicasTogetherRunNoMoreJobsThanMay() {
        STAGE.limit(new GroupLimits(3, 0, SECOND));
        Replica a = STAGE.replica("a", STAGE.server().uri(), job -> run(job, 5));
        Replica b = STAGE.replica("b", STAGE.server().uri(), job -> run(job, 5));
        awaitBoth(a, b);

        List<String> jobs = enqueue(200);
        STAGE.awaitFinished(jobs);

        assertThat(most).hasValue(3);
        assertEachRanOnceOnBoth(200);
    }

    @Test
    void G8_allReplicasTogetherBeginNoMoreJobsInAnyIntervalThanMay() {
        STAGE.limit(new GroupLimits(0, 20, SECOND));
        Replica a = STAGE.replica("a", STAGE.server().uri(), job -> run(job, 0));
        Replica b = STAGE.replica("b", STAGE.server().uri(), job -> run(job, 0));
        awaitBoth(a, b);

        STAGE.awaitFinished(enqueue(60));

        assertBegun(20);
        assertEachRanOnceOnBoth(60);
    }

    @Test
    void G8_allReplicasTogetherKeepToBothLimits() {
        STAGE.limit(new GroupLimits(2, 40, SECOND));
        Replica a = STAGE.replica("a", STAGE.server().uri(), job -> run(job, 20));
        Replica b = STAGE.replica("b", STAGE.server().uri(), job -> run(job, 20));
        awaitBoth(a, b);

        STAGE.awaitFinished(enqueue(100));

        assertThat(most).hasValue(2);
        assertBegun(40);
        assertEachRanOnceOnBoth(100);
    }

    @Test
    void G8_ofMoreReplicasThanJobsMayRunEachHasItsTurn() {
        STAGE.limit(new GroupLimits(1, 0, SECOND));
        List<Replica> replicas = Stream.of("a", "b", "c")
                .map(id -> STAGE.replica(id, STAGE.server().uri(), job -> run(job, 25)))
                .toList();
        await().atMost(Stage.LIMIT).untilAsserted(() -> assertThat(replicas)
                .extracting(replica -> replica.owned().size())
                .containsExactlyInAnyOrder(1, 1, 2));
        List<String> jobs = new ArrayList<>();
        for (Replica replica : replicas) {
            jobs.addAll(enqueue(80, Set.of(replica.owned().iterator().next())));
        }

        STAGE.awaitFinished(jobs);

        assertThat(most).hasValue(1);
        List<Consumer> order =
                STAGE.ledger().starts().stream().map(Ledger.Start::by).toList();
        assertThat(order).hasSize(240);
        assertThat(order.subList(0, order.lastIndexOf(order.get(0))))
                .as("nobody finishes before all have begun")
                .contains(
                        replicas.get(0).me(),
                        replicas.get(1).me(),
                        replicas.get(2).me());
    }

    @Test
    void G8_whatOneThatIsCutOffMayRunOthersGetOnlyWhenItRunsNothingAnyMore() {
        STAGE.limit(new GroupLimits(3, 0, SECOND));
        TcpProxy proxy = STAGE.proxy();
        Replica cutOff = STAGE.replica("a", proxy.uri(), job -> run(job, 60_000));
        Replica other = STAGE.replica("b", STAGE.server().uri(), job -> run(job, 0));
        awaitBoth(cutOff, other);
        Set<Integer> partitions = new HashSet<>(cutOff.owned());
        List<String> jobs = new ArrayList<>(enqueue(3, partitions));
        await().atMost(Stage.LIMIT).untilAsserted(() -> assertThat(running).hasValue(3));
        jobs.addAll(enqueue(4, other.owned()));
        long before = System.nanoTime();

        proxy.swallow();

        STAGE.awaitFinished(jobs);
        assertThat(most).as("at a time").hasValue(3);
        assertThat(System.nanoTime() - before)
                .isGreaterThan(Stage.TTL.minusMillis(200).toNanos());
        assertThat(STAGE.ledger().starts())
                .filteredOn(start -> start.by().equals(other.me())
                        && !partitions.contains(start.job().partition()))
                .as("who waits uses no attempt")
                .hasSize(4)
                .allSatisfy(start -> assertThat(start.job().attempt()).isEqualTo(1));
        proxy.heal();
    }

    private void run(Job<String> job, int millis) throws InterruptedException {
        begun.add(System.nanoTime());
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            if (millis > 0 && end.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody ends " + job.id());
            }
        } finally {
            running.decrementAndGet();
        }
    }

    private static void awaitBoth(Replica a, Replica b) {
        await().atMost(Stage.LIMIT)
                .untilAsserted(() ->
                        assertThat(List.of(a.owned().size(), b.owned().size())).containsOnly(2));
    }

    private static List<String> enqueue(int count) {
        return enqueue(IntStream.range(0, count).mapToObj(NewJob::of).toList());
    }

    /** One after another in these partitions; their keys differ. */
    private static List<String> enqueue(int count, Set<Integer> partitions) {
        return enqueue(IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "key-" + i)
                .filter(key -> partitions.contains(Partitioner.ofKey(key, Stage.PARTITIONS)))
                .limit(count)
                .map(key -> NewJob.of("x").withKey(key))
                .toList());
    }

    private static List<String> enqueue(List<NewJob> jobs) {
        return STAGE.producer(0).enqueueAllAndAwait(Stage.GROUP.topic(), jobs).stream()
                .map(Enqueued::id)
                .toList();
    }

    private void assertBegun(int mostInASecond) {
        List<Long> times = begun.stream().sorted().toList();
        for (int i = mostInASecond; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - mostInASecond))
                    .as("from start %d to start %d", i - mostInASecond, i)
                    .isGreaterThanOrEqualTo(SECOND.toNanos());
        }
    }

    private static void assertEachRanOnceOnBoth(int jobs) {
        List<Ledger.Start> starts = STAGE.ledger().starts();
        assertThat(starts).hasSize(jobs);
        assertThat(starts.stream().map(Ledger.Start::by).distinct()).hasSize(2);
    }
}
