package dev.streamlane.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.streamlane.partition.Partitioner;
import dev.streamlane.testing.InMemoryPartitions;
import dev.streamlane.testing.InMemoryTopics;
import dev.streamlane.testing.ManualClock;
import dev.streamlane.topic.NewTopics;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private static final NewJob JOB = NewJob.of(1).withIdempotencyKey("order-7");

    private final ManualClock clock = new ManualClock();
    private final InMemoryPartitions partitions = new InMemoryPartitions();
    private final JobProducer producer = Producers.of(
            new InMemoryTopics(),
            partitions,
            partitions,
            new NewTopics(new TopicSettings(4, 1000, Overflow.REJECT, Ordering.KEY, 5, 0), true, 10, 16),
            clock,
            clock::nanos);

    @Test
    void aRepetitionIsTheFirstJob() {
        Enqueued first = producer.enqueueAndAwait("email", JOB);

        Enqueued again = producer.enqueueAndAwait("email", JOB);

        assertThat(first.repeated()).isFalse();
        assertThat(again).isEqualTo(new Enqueued(first.id(), "email", first.partition(), first.entryId(), null, true));
        assertThat(first.partition()).isEqualTo(Partitioner.ofKey("order-7", 4));
        assertThat(partitions.entries("email")).hasSize(1);
    }

    @Test
    void aKeyDecidesThePartitionBeforeAnIdempotencyKeyDoes() {
        Enqueued first = producer.enqueueAndAwait("email", JOB.withKey("k"));

        assertThat(first.partition()).isEqualTo(Partitioner.ofKey("k", 4));
        assertThat(producer.enqueueAndAwait("email", JOB.withKey("k")).id()).isEqualTo(first.id());
    }

    @Test
    void anotherJobWithTheSameKeyIsRefused() {
        producer.enqueueAndAwait("email", JOB);

        for (NewJob other : List.of(
                NewJob.of(2).withIdempotencyKey("order-7"),
                JOB.withTimeout(Duration.ofSeconds(1)),
                JOB.withHeader("a", "b"))) {
            IdempotencyConflictException refused = catchThrowableOfType(
                    IdempotencyConflictException.class, () -> producer.enqueueAndAwait("email", other));
            assertThat(refused.violations()).extracting(Violation::index).containsExactly(-1);
        }
        assertThat(partitions.entries("email")).hasSize(1);
    }

    @Test
    void theOrderOfHeadersDoesNotMatter() {
        NewJob ab = JOB.withHeader("a", "1").withHeader("b", "2");
        NewJob ba = JOB.withHeader("b", "2").withHeader("a", "1");

        assertThat(Once.of(ab, "1")).isEqualTo(Once.of(ba, "1"));
        assertThat(Once.of(ab, "1")).isNotEqualTo(Once.of(JOB.withHeader("a", "1b2"), "1"));
    }

    @Test
    void aBatchWithAUsedKeyWritesNothingInAnyPartition() {
        producer.enqueueAndAwait("email", JOB);
        List<NewJob> batch = List.of(
                NewJob.of(1),
                NewJob.of(2),
                NewJob.of(3),
                NewJob.of(4),
                NewJob.of(5).withIdempotencyKey("order-7"));

        IdempotencyConflictException refused = catchThrowableOfType(
                IdempotencyConflictException.class, () -> producer.enqueueAllAndAwait("email", batch));

        assertThat(refused.violations()).extracting(Violation::index).containsExactly(4);
        assertThat(partitions.entries("email")).hasSize(1);
    }

    @Test
    void aBatchInWhichOneKeyStandsForTwoJobsWritesNothing() {
        List<NewJob> batch = List.of(
                JOB.withKey("a"), NewJob.of(2).withIdempotencyKey("order-7").withKey("b"));

        IdempotencyConflictException refused = catchThrowableOfType(
                IdempotencyConflictException.class, () -> producer.enqueueAllAndAwait("email", batch));

        assertThat(refused.violations()).hasSize(1);
        assertThat(partitions.entries("email")).isEmpty();
    }

    @Test
    void aBatchThatComesAgainWithMoreWritesOnlyWhatIsNew() {
        List<Enqueued> first = producer.enqueueAllAndAwait("email", List.of(JOB, JOB.withIdempotencyKey("x")));

        List<Enqueued> again = producer.enqueueAllAndAwait(
                "email", List.of(JOB, JOB.withIdempotencyKey("x"), JOB.withIdempotencyKey("y")));

        assertThat(again).extracting(Enqueued::repeated).containsExactly(true, true, false);
        assertThat(again.subList(0, 2))
                .extracting(Enqueued::id)
                .isEqualTo(first.stream().map(Enqueued::id).toList());
        assertThat(partitions.entries("email")).hasSize(3);
    }

    @Test
    void g8AnIdempotencyKeyHasALimit() {
        InvalidRequestException refused = catchThrowableOfType(
                InvalidRequestException.class,
                () -> producer.enqueueAndAwait("email", JOB.withIdempotencyKey("k".repeat(256))));

        assertThat(refused).isNotInstanceOf(IdempotencyConflictException.class);
        assertThat(refused.violations())
                .extracting(v -> v.field() + " " + v.limit())
                .containsExactly("idempotencyKey 255");
    }
}
