package dev.streamlane.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.partition.Partitioner;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.producer.JobOutcome.Status;
import dev.streamlane.testing.FaultyJobLog;
import dev.streamlane.testing.InMemoryPartitions;
import dev.streamlane.testing.InMemoryTopics;
import dev.streamlane.testing.LogCapture;
import dev.streamlane.testing.ManualClock;
import dev.streamlane.topic.NewTopics;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.StoreFullException;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TooManyTopicsException;
import dev.streamlane.topic.TopicDirectory;
import dev.streamlane.topic.TopicSettings;
import dev.streamlane.topic.UnknownTopicException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobProducerTest {
    private static final TopicSettings FOUR = settings(4, 100_000, Overflow.REJECT);

    private final ManualClock clock = new ManualClock();
    private final InMemoryTopics catalog = new InMemoryTopics();
    private final InMemoryPartitions partitions = new InMemoryPartitions();
    private final FaultyJobLog log = new FaultyJobLog(partitions);
    private final List<String> events = new ArrayList<>();
    private JobProducer producer = producer(FOUR, true);

    @Test
    void anEnqueuedJobStandsInItsTopicWithAllThatWasGiven() {
        NewJob job = NewJob.of(Map.of("to", "a@example.com"))
                .withKey("a")
                .withTimeout(Duration.ofSeconds(30))
                .withHeader("trace", "1");

        Enqueued enqueued = producer.enqueueAndAwait("email", job);

        assertThat(enqueued.partition()).isEqualTo(Partitioner.ofKey("a", 4));
        assertThat(partitions.entries("email", enqueued.partition()))
                .containsExactly(new NewEntry(
                        "id-1",
                        "{\"to\":\"a@example.com\"}",
                        "",
                        "a",
                        clock.millis(),
                        30,
                        "{\"trace\":\"1\"}",
                        null,
                        null));
        assertThat(enqueued.id()).isEqualTo("id-1");
    }

    @Test
    void theKeyMayStandInThePayload() {
        Enqueued enqueued = producer.enqueueAndAwait(
                "email", NewJob.ofJson("{\"user\": 42, \"x\": [1]}").withPartitionKey("user"));

        NewEntry entry = partitions.entries("email", enqueued.partition()).get(0);
        assertThat(enqueued.partition()).isEqualTo(Partitioner.ofKey("42", 4));
        assertThat(entry.key()).isEqualTo("42");
        assertThat(entry.partitionKey()).isEqualTo("user");
        assertThat(entry.payload()).isEqualTo("{\"user\": 42, \"x\": [1]}");
    }

    @Test
    void jobsWithoutAKeyGoToAllPartitionsInTurn() {
        producer.enqueueAllAndAwait("email", jobs(8));

        assertThat(IntStream.range(0, 4).map(p -> partitions.entries("email", p).size()))
                .containsOnly(2);
    }

    @Test
    void singleJobsOfTwoTopicsTakeTurnsIndependently() {
        for (int i = 0; i < 4; i++) {
            producer.enqueueAndAwait("a", NewJob.of(i));
            producer.enqueueAndAwait("b", NewJob.of(i));
        }

        assertThat(IntStream.range(0, 4).map(p -> partitions.entries("a", p).size()))
                .containsOnly(1);
    }

    @Test
    void g3ABatchKeepsItsOrderPerKeyAndAnswersInItsOwn() {
        List<NewJob> jobs = IntStream.range(0, 1000)
                .mapToObj(i -> NewJob.of(i).withKey("k" + i % 7))
                .toList();

        List<Enqueued> enqueued = producer.enqueueAllAndAwait("email", jobs);

        assertThat(enqueued).extracting(Enqueued::id).containsExactlyElementsOf(ids(1000));
        for (int key = 0; key < 7; key++) {
            String name = "k" + key;
            assertThat(partitions.entries("email", Partitioner.ofKey(name, 4)))
                    .filteredOn(entry -> entry.key().equals(name))
                    .extracting(entry -> Integer.valueOf(entry.payload()))
                    .isSorted()
                    .hasSizeGreaterThan(140);
        }
    }

    @Test
    void aBatchWithAnInvalidJobWritesNothingAndNamesAllThatIsWrong() {
        List<NewJob> jobs = List.of(
                NewJob.of(1),
                NewJob.of(2).withTimeout(Duration.ofSeconds(-1)),
                NewJob.of(null),
                NewJob.of(4).withKey(""));

        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> producer.enqueueAllAndAwait("email", jobs));

        assertThat(refused.violations())
                .extracting(v -> v.index() + " " + v.field())
                .containsExactly("1 timeout", "2 payload", "3 key");
        assertThat(partitions.entries("email")).isEmpty();
        assertThat(catalog.names().toCompletableFuture().join()).isEmpty();
    }

    @Test
    void aBatchOfWhichOnePartIsWithoutRoomWritesNothing() {
        producer = producer(settings(2, 2, Overflow.REJECT), true);
        producer.enqueueAllAndAwait("email", keyed("e", 2));

        List<NewJob> both = new ArrayList<>(keyed("e", 1));
        both.addAll(keyed("a", 1));

        assertThat(Partitioner.ofKey("a", 2)).isNotEqualTo(Partitioner.ofKey("e", 2));
        TopicFullException full =
                catchThrowableOfType(TopicFullException.class, () -> producer.enqueueAllAndAwait("email", both));
        assertThat(full.partition()).isEqualTo(Partitioner.ofKey("e", 2));
        assertThat(full.length()).isEqualTo(2);
        assertThat(full.pinnedBy()).isNull();
        assertThat(partitions.entries("email")).hasSize(2);
        assertThat(events).endsWith("failed email FULL 2");
    }

    @Test
    void g5AFullTopicNamesTheGroupThatPinsIt() {
        producer = producer(settings(1, 3, Overflow.REJECT), true);
        producer.enqueueAllAndAwait("email", jobs(3));
        partitions.finish("email", "quick", 0);
        partitions.join("email", "slow");

        assertThatThrownBy(() -> producer.enqueueAndAwait("email", NewJob.of(4)))
                .isInstanceOfSatisfying(TopicFullException.class, full -> assertThat(full.pinnedBy())
                        .isEqualTo("slow"))
                .hasMessageContaining("partition 0 has 3 of at most 3 jobs")
                .hasMessageContaining("group 'slow' has not finished them");
        assertThat(partitions.entries("email")).hasSize(3);
    }

    @Test
    void g5AFullTopicWhoseJobsAreFinishedMakesRoomByItself() {
        producer = producer(settings(1, 100, Overflow.REJECT), true);
        producer.enqueueAllAndAwait("email", jobs(100));
        partitions.finish("email", "group", 0);

        producer.enqueueAllAndAwait("email", jobs(30));

        assertThat(partitions.entries("email")).hasSize(100);
        assertThat(partitions.entries("email").get(99).id()).isEqualTo("id-130");
    }

    @Test
    void trimmingLeavesSpareRoomSoThatNotEveryJobHasToAsk() {
        producer = producer(settings(1, 1000, Overflow.REJECT), true);
        producer.enqueueAllAndAwait("email", jobs(1000));
        partitions.finish("email", "group", 0);

        for (int i = 0; i < 50; i++) {
            producer.enqueueAndAwait("email", NewJob.of(i));
        }

        assertThat(partitions.trims()).isEqualTo(1);
    }

    @Test
    void roomIsAskedForOnceASecondNotForEachBatch() {
        producer = producer(settings(4, 1000, Overflow.REJECT), true);
        for (int i = 0; i < 5; i++) {
            producer.enqueueAllAndAwait("email", jobs(8));
        }
        assertThat(partitions.trims()).isEqualTo(4);

        clock.advance(Duration.ofSeconds(1));
        producer.enqueueAllAndAwait("email", jobs(8));

        assertThat(partitions.trims()).isEqualTo(8);
    }

    @Test
    void aBatchThatCanNeverFitIsInvalidNotJustLate() {
        producer = producer(settings(1, 3, Overflow.REJECT), true);

        assertThatThrownBy(() -> producer.enqueueAllAndAwait("email", jobs(4)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("the batch has 4 jobs for partition 0, and the topic's maxLength is 3");
    }

    @Test
    void aTopicThatTrimsTakesEverything() {
        producer = producer(settings(1, 3, Overflow.TRIM), true);

        producer.enqueueAllAndAwait("email", jobs(10));

        assertThat(events).containsExactly("enqueued email 0 10");
    }

    @Test
    void g1AnInterruptedBatchAccountsForEachJob() {
        log.fail(Partitioner.ofKey("a", 4), FaultyJobLog.Fault.LOST_REPLY);
        List<NewJob> jobs = new ArrayList<>(keyed("a", 1));
        jobs.addAll(keyed("b", 1));
        jobs.addAll(keyed("a", 1));

        EnqueueInterruptedException interrupted = catchThrowableOfType(
                EnqueueInterruptedException.class, () -> producer.enqueueAllAndAwait("email", jobs));

        assertThat(Partitioner.ofKey("a", 4)).isNotEqualTo(Partitioner.ofKey("b", 4));
        assertThat(interrupted.account())
                .containsExactly(
                        new JobOutcome(0, "id-1", Status.UNKNOWN),
                        new JobOutcome(1, "id-2", Status.ENQUEUED),
                        new JobOutcome(2, "id-3", Status.UNKNOWN));
        assertThat(interrupted).hasCauseInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void g1WhatRedisRefusedIsKnownNotToBeEnqueued() {
        log.fail(Partitioner.ofKey("a", 4), FaultyJobLog.Fault.REFUSED);
        List<NewJob> jobs = new ArrayList<>(keyed("a", 1));
        jobs.addAll(keyed("b", 1));

        assertThatThrownBy(() -> producer.enqueueAndAwait("email", jobs.get(0))).isInstanceOf(StoreFullException.class);
        assertThatThrownBy(() -> producer.enqueueAllAndAwait("email", jobs))
                .isInstanceOfSatisfying(
                        EnqueueInterruptedException.class, interrupted -> assertThat(interrupted.account())
                                .extracting(JobOutcome::status)
                                .containsExactly(Status.NOT_ENQUEUED, Status.ENQUEUED))
                .hasCauseInstanceOf(StoreFullException.class);
    }

    @Test
    void aPartitionThatFillsUpMeanwhileIsInTheAccountAsNotEnqueued() {
        producer = producer(settings(2, 2, Overflow.REJECT), true);
        producer.enqueueAllAndAwait("email", jobs(2));
        // The producer remembers that there is room for one in each, which somebody else now takes.
        TopicSettings settings = settings(2, 2, Overflow.REJECT);
        partitions.append("email", 1, settings, partitions.entries("email", 1));

        assertThatThrownBy(() -> producer.enqueueAllAndAwait("email", jobs(2)))
                .isInstanceOfSatisfying(
                        EnqueueInterruptedException.class, interrupted -> assertThat(interrupted.account())
                                .extracting(JobOutcome::status)
                                .containsExactly(Status.ENQUEUED, Status.NOT_ENQUEUED))
                .hasCauseInstanceOf(TopicFullException.class);
    }

    @Test
    void aShortfallOfReplicasLeavesTheJobsInDoubt() {
        log.fail(0, FaultyJobLog.Fault.UNCONFIRMED);

        assertThatThrownBy(() -> producer.enqueueAndAwait("email", NewJob.of(1)))
                .isInstanceOfSatisfying(
                        EnqueueInterruptedException.class, interrupted -> assertThat(interrupted.account())
                                .containsExactly(new JobOutcome(0, "id-1", Status.UNKNOWN)))
                .hasCauseInstanceOf(UnconfirmedException.class);
        assertThat(events).containsExactly("failed email UNCONFIRMED 1");
    }

    @Test
    void g7WhileTheCatalogIsOutOfReachNothingIsEnqueuedAndLaterAllGoesOn() {
        catalog.down(true);
        assertThatThrownBy(() -> producer.enqueueAndAwait("email", NewJob.of(1)))
                .isInstanceOf(StoreUnavailableException.class);

        catalog.down(false);

        assertThat(producer.enqueueAndAwait("email", NewJob.of(1)).topic()).isEqualTo("email");
        assertThat(partitions.entries("email")).hasSize(1);
    }

    @Test
    void anUnboundedTopicIsWarnedOfOnce() {
        producer = producer(settings(1, 0, Overflow.REJECT), true);
        List<String> warnings = new ArrayList<>();
        try (LogCapture log = LogCapture.of(JobProducer.class, warnings)) {
            producer.enqueueAndAwait("email", NewJob.of(1));
            producer.enqueueAndAwait("email", NewJob.of(2));
        }

        assertThat(warnings).singleElement().asString().contains("email").contains("significant memory usage in Redis");
    }

    @Test
    void anIllegalTopicNameIsRefusedWithTheLegalCharacters() {
        assertThatThrownBy(() -> producer.enqueueAndAwait("a:{b}", NewJob.of(1)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("1 to 128 characters out of A-Z, a-z, 0-9, '.', '_' and '-'");
    }

    @Test
    void aDelayedJobOfAKeyIsKeptInItsPartitionAndABatchMayHaveBothKinds() {
        List<Enqueued> enqueued = producer.enqueueAllAndAwait(
                "email",
                List.of(
                        NewJob.of(1).withKey("a"),
                        NewJob.of(2).withKey("a").withRunAt(Instant.ofEpochMilli(7)),
                        NewJob.of(3).withKey("a")));

        int partition = Partitioner.ofKey("a", 4);
        assertThat(partitions.entries("email", partition))
                .extracting(NewEntry::id)
                .containsExactly("id-1", "id-3");
        assertThat(partitions.delayed("email", partition))
                .extracting(NewEntry::id)
                .containsExactly("id-2");
        assertThat(enqueued).extracting(Enqueued::id).containsExactly("id-1", "id-2", "id-3");
        assertThat(enqueued).extracting(Enqueued::runAt).containsExactly(null, Instant.ofEpochMilli(7), null);
        assertThat(enqueued).extracting(job -> job.entryId() == null).containsExactly(false, true, false);
    }

    @Test
    void g8ABatchWithTooManyDelayedJobsWritesNothing() {
        producer.enqueueAllAndAwait("email", delayed("a", InMemoryPartitions.MAX_DELAYED - 1));
        List<NewJob> both = new ArrayList<>(delayed("a", 2));
        both.add(NewJob.of(1).withKey("b"));

        assertThatThrownBy(() -> producer.enqueueAllAndAwait("email", both))
                .isInstanceOf(TooManyDelayedException.class)
                .hasMessage(
                        "partition " + Partitioner.ofKey("a", 4) + " of topic 'email' has 4 of at most 5 delayed jobs");
        assertThatThrownBy(() -> producer.enqueueAllAndAwait("email", delayed("a", 2)))
                .isInstanceOf(TooManyDelayedException.class);
        assertThatThrownBy(() -> producer.enqueueAllAndAwait("email", delayed("a", 6)))
                .isInstanceOf(InvalidRequestException.class);

        assertThat(partitions.entries("email")).isEmpty();
        assertThat(partitions.delayed("email", Partitioner.ofKey("a", 4))).hasSize(4);
    }

    @Test
    void anInterruptedBatchAccountsForDelayedJobsToo() {
        log.fail(Partitioner.ofKey("a", 4), FaultyJobLog.Fault.LOST_REPLY);
        List<NewJob> both = new ArrayList<>(delayed("a", 1));
        both.addAll(delayed("c", 1));
        both.add(NewJob.of(1).withKey("c"));
        assertThat(Partitioner.ofKey("a", 4)).isNotEqualTo(Partitioner.ofKey("c", 4));

        EnqueueInterruptedException interrupted = catchThrowableOfType(
                EnqueueInterruptedException.class, () -> producer.enqueueAllAndAwait("email", both));

        assertThat(interrupted.account())
                .extracting(JobOutcome::status)
                .containsExactly(Status.UNKNOWN, Status.ENQUEUED, Status.ENQUEUED);
    }

    @Test
    void anUnknownTopicIsRefusedIfTopicsAreNotCreatedOnUse() {
        producer = producer(FOUR, false);

        assertThatThrownBy(() -> producer.enqueueAndAwait("email", NewJob.of(1)))
                .isInstanceOf(UnknownTopicException.class);
    }

    @Test
    void g8TheNumberOfTopicsIsBounded() {
        producer.enqueueAndAwait("a", NewJob.of(1));
        producer.enqueueAndAwait("b", NewJob.of(1));
        producer.enqueueAndAwait("c", NewJob.of(1));

        assertThatThrownBy(() -> producer.enqueueAndAwait("d", NewJob.of(1)))
                .isInstanceOf(TooManyTopicsException.class);
    }

    private JobProducer producer(TopicSettings initial, boolean autoCreate) {
        AtomicInteger ids = new AtomicInteger();
        EnqueueSettings limits = new EnqueueSettings(1000, 1000, 100, 50, Duration.ofDays(10));
        JobEncoder encoder = new JobEncoder(new ObjectMapper(), () -> "id-" + ids.incrementAndGet(), clock, limits);
        TopicDirectory topics = new TopicDirectory(
                catalog, new NewTopics(initial, autoCreate, 3, 16), Duration.ofSeconds(1), clock::nanos);
        return new JobProducer(
                topics,
                encoder,
                new TopicLanes(log, log, Producers.NO_BACKLOG, partitions, clock, clock::nanos, new Recorder()),
                EnqueueSurroundings.NONE);
    }

    private static TopicSettings settings(int partitions, long maxLength, Overflow overflow) {
        return new TopicSettings(partitions, maxLength, overflow, Ordering.KEY, 5, 0);
    }

    private static List<NewJob> jobs(int count) {
        return IntStream.range(0, count).mapToObj(NewJob::of).toList();
    }

    private static List<NewJob> keyed(String key, int count) {
        return jobs(count).stream().map(job -> job.withKey(key)).toList();
    }

    private static List<NewJob> delayed(String key, int count) {
        return keyed(key, count).stream()
                .map(job -> job.withRunAt(Instant.ofEpochMilli(7)))
                .toList();
    }

    private static List<String> ids(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "id-" + i).toList();
    }

    private final class Recorder implements EnqueueEvents {
        @Override
        public void enqueued(String topic, int partition, int jobs) {
            events.add("enqueued " + topic + " " + partition + " " + jobs);
        }

        @Override
        public void failed(String topic, Failure failure, int jobs) {
            events.add("failed " + topic + " " + failure + " " + jobs);
        }
    }
}
