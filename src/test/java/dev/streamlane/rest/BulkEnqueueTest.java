package dev.streamlane.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.streamlane.producer.EnqueueInterruptedException;
import dev.streamlane.producer.Enqueued;
import dev.streamlane.producer.InvalidRequestException;
import dev.streamlane.producer.JobOutcome;
import dev.streamlane.producer.JsonText;
import dev.streamlane.producer.NewJob;
import dev.streamlane.producer.TopicFullException;
import dev.streamlane.producer.Violation;
import dev.streamlane.topic.StoreUnavailableException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkEnqueueTest {
    private final List<String> enqueued = new ArrayList<>();
    private final List<String> flow = new ArrayList<>();
    private final List<List<NewJob>> batches = new ArrayList<>();
    private UniEmitter<? super List<Enqueued>> answer;
    private final BulkEnqueue bulk = new BulkEnqueue(this::enqueue, new RecordedFlow(), Runnable::run, 4, 100);

    @Test
    void whatComesWhileABatchIsWrittenWaitsAndIsTheNextBatch() {
        bulk.chunk(bytes("{\"payload\":1}\n{\"payload\":2}\n{\"pay"));
        bulk.chunk(bytes("load\":3}\n\n{\"payload\":4}\n"));
        assertThat(batches).hasSize(1);

        succeed();
        bulk.end();
        succeed();

        assertThat(batches).extracting(List::size).containsExactly(2, 2);
        assertThat(enqueued).containsExactly("1", "2", "3", "4");
        assertThat(bulk.result()).isCompletedWithValue(4L);
    }

    @Test
    void aStreamOfNothingIsEnqueuedAtOnce() {
        bulk.chunk(bytes("\n \r\n\t\n"));
        bulk.end();

        assertThat(bulk.result()).isCompletedWithValue(0L);
    }

    @Test
    void g8AStreamThatIsFasterThanRedisIsHeldUp() {
        bulk.chunk(lines(1, 4));
        assertThat(flow).last().isEqualTo("resume");
        bulk.chunk(lines(5, 8));
        assertThat(flow).last().isEqualTo("pause");

        succeed();

        assertThat(flow).last().isEqualTo("resume");
    }

    @Test
    void theLinesBeforeAMalformedOneAreEnqueuedAndNoneFromItOn() {
        bulk.chunk(bytes("{\"payload\":1}\n{\"payload\":2}\n{payload}\n{\"payload\":4}\n"));
        succeed();
        bulk.chunk(lines(5, 8));
        bulk.end();

        assertThat(enqueued).containsExactly("1", "2");
        assertThat(problem().members())
                .containsEntry("line", 3L)
                .containsEntry("column", 2)
                .containsEntry("enqueued", 2L);
    }

    @Test
    void aJobThatTheProducerRefusesCountsAsItsLine() {
        bulk.chunk(lines(1, 4));
        bulk.chunk(lines(5, 6));
        answer.fail(new InvalidRequestException(List.of(
                new Violation(2, "key", 10, "the key is too long"), new Violation(3, "timeout", null, "negative"))));
        succeed();

        assertThat(enqueued).containsExactly("1", "2");
        assertThat(problem().detail())
                .isEqualTo(
                        "line 3: the key is too long; the jobs of the lines before it are enqueued, none from it on");
        assertThat(problem().members())
                .containsEntry("field", "key")
                .containsEntry("limit", 10)
                .containsEntry("line", 3L)
                .containsEntry("enqueued", 2L)
                .doesNotContainKeys("index", "errors");
    }

    @Test
    void aTopicThatFillsUpTakesExactlyTheLinesThatFit() {
        bulk.chunk(lines(1, 4));
        int room = 3;
        while (!bulk.result().toCompletableFuture().isDone()) {
            if (batches.get(batches.size() - 1).size() <= room) {
                room -= batches.get(batches.size() - 1).size();
                succeed();
            } else {
                answer.fail(new TopicFullException("t", 0, 3, 3, "g", Duration.ofSeconds(1)));
            }
        }

        assertThat(enqueued).containsExactly("1", "2", "3");
        assertThat(problem().kind()).isEqualTo(ProblemType.TOPIC_FULL);
        assertThat(problem().members()).containsEntry("line", 4L).containsEntry("enqueued", 3L);
    }

    @Test
    void g1AnInterruptionIsAccountedForByLine() {
        bulk.chunk(bytes("{\"payload\":1}\n\n{\"payload\":3}\n{\"payload\":4}\n"));
        bulk.chunk(lines(5, 8));
        answer.fail(new EnqueueInterruptedException(
                List.of(
                        new JobOutcome(0, "a", JobOutcome.Status.ENQUEUED),
                        new JobOutcome(1, "b", JobOutcome.Status.UNKNOWN),
                        new JobOutcome(2, "c", JobOutcome.Status.NOT_ENQUEUED)),
                new StoreUnavailableException("no answer", null)));

        assertThat(batches).hasSize(1);
        assertThat(problem().kind()).isEqualTo(ProblemType.REDIS_UNAVAILABLE);
        assertThat(problem().members())
                .containsEntry("enqueued", 1L)
                .containsEntry(
                        "account",
                        List.of(
                                new AccountLine(null, 1L, "a", "enqueued"),
                                new AccountLine(null, 3L, "b", "unknown"),
                                new AccountLine(null, 4L, "c", "not enqueued")));
    }

    @Test
    void g7IfRedisIsAwayTheFirstLineOfTheBatchIsNamed() {
        bulk.chunk(lines(1, 2));
        succeed();
        bulk.chunk(lines(3, 4));
        answer.fail(new StoreUnavailableException("no answer", null));

        assertThat(problem().members()).containsEntry("line", 3L).containsEntry("enqueued", 2L);
    }

    @Test
    void afterAStreamBrokeOffNothingMoreIsEnqueued() {
        bulk.chunk(lines(1, 2));
        bulk.chunk(lines(3, 4));
        bulk.brokeOff();
        succeed();

        assertThat(enqueued).containsExactly("1", "2");
        assertThat(bulk.result()).isCompletedExceptionally();
    }

    private Uni<List<Enqueued>> enqueue(List<NewJob> jobs) {
        batches.add(jobs);
        return Uni.createFrom().emitter(emitter -> answer = emitter);
    }

    private void succeed() {
        List<NewJob> batch = batches.get(batches.size() - 1);
        batch.forEach(job -> enqueued.add(((JsonText) job.payload()).text()));
        answer.complete(List.of());
    }

    private Problem problem() {
        return ((ProblemException) catchThrowableOfType(
                                CompletionException.class,
                                () -> bulk.result().toCompletableFuture().join())
                        .getCause())
                .problem();
    }

    private static byte[] lines(int from, int to) {
        return bytes(IntStream.rangeClosed(from, to)
                .mapToObj(i -> "{\"payload\":" + i + "}\n")
                .collect(Collectors.joining()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private final class RecordedFlow implements BulkEnqueue.Flow {
        @Override
        public void pause() {
            flow.add("pause");
        }

        @Override
        public void resume() {
            flow.add("resume");
        }
    }
}
