package dev.streamlane.rest;

import dev.streamlane.producer.BacklogExceededException;
import dev.streamlane.producer.Enqueued;
import dev.streamlane.producer.InvalidRequestException;
import dev.streamlane.producer.NewJob;
import dev.streamlane.producer.TooManyDelayedException;
import dev.streamlane.producer.TopicFullException;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Enqueues an NDJSON stream while it comes. Lines that have been read wait until the batch before them is written; while
 * too many wait, the stream is held up. So at most one batch can be in doubt, and jobs keep the order of their lines.
 *
 * <p>The first line at fault ends it: the lines before are still enqueued, from it on none is. Lives on one thread.
 */
final class BulkEnqueue implements LineSplitter.Sink {
    /** How many bytes of lines may wait before the stream is held up. */
    static final int MAX_WAITING = 256 * 1024;

    private final Function<List<NewJob>, Uni<List<Enqueued>>> producer;
    private final Flow flow;
    private final Executor thread;
    private final int maxBatch;
    private final LineSplitter lines;
    private final Deque<BulkLine> waiting = new ArrayDeque<>();
    private final CompletableFuture<Long> result = new CompletableFuture<>();
    private long waitingBytes;
    private long enqueued;
    /** Halved while a batch does not fit as a whole, so that in the end exactly the lines that fit are enqueued. */
    private int batchSize;

    private boolean writing;
    private boolean ended;
    private Problem failure;

    /** The incoming side of the stream. */
    interface Flow {
        /** Lets nothing come for now; repeated calls do no harm. */
        void pause();

        /** Lets it come again. */
        void resume();
    }

    /**
     * @param producer enqueues a batch
     * @param flow what comes
     * @param thread where all calls are made
     * @param maxBatch how many jobs a batch may have
     * @param maxLine how many bytes a line may have
     */
    BulkEnqueue(
            Function<List<NewJob>, Uni<List<Enqueued>>> producer,
            Flow flow,
            Executor thread,
            int maxBatch,
            int maxLine) {
        this.producer = producer;
        this.flow = flow;
        this.thread = thread;
        this.maxBatch = maxBatch;
        this.batchSize = maxBatch;
        this.lines = new LineSplitter(maxLine, this);
    }

    /** How many jobs were enqueued in the end, or a {@link ProblemException}. */
    CompletionStage<Long> result() {
        return result;
    }

    /** Some bytes have come. */
    void chunk(byte[] bytes) {
        lines.feed(bytes);
        proceed();
    }

    /** The stream has ended. */
    void end() {
        lines.end();
        ended = true;
        proceed();
    }

    /** The stream broke off: what waits is not enqueued any more, for nobody would hear of it. */
    void brokeOff() {
        waiting.clear();
        failure = Problem.of(ProblemType.INVALID_REQUEST, "the stream broke off");
        proceed();
    }

    @Override
    public void line(long number, byte[] bytes, int from, int to) {
        if (failure == null && !blank(bytes, from, to)) {
            try {
                waiting.add(new BulkLine(number, to - from, JobReader.job(bytes, from, to)));
                waitingBytes += to - from;
            } catch (ProblemException | InvalidRequestException e) {
                failure = BulkLine.problem(number, Problems.of(e));
            }
        }
    }

    @Override
    public void tooLong(long number, int limit) {
        if (failure == null) {
            String detail = "the line is longer than " + limit + " bytes";
            failure = BulkLine.problem(
                    number, Problem.of(ProblemType.INVALID_REQUEST, detail).with("limit", limit));
        }
    }

    private void proceed() {
        if (!writing) {
            goOn();
        }
        if (waitingBytes >= MAX_WAITING || waiting.size() >= maxBatch) {
            flow.pause();
        } else {
            flow.resume();
        }
    }

    private void goOn() {
        if (!waiting.isEmpty()) {
            write(take());
        } else if (failure != null) {
            result.completeExceptionally(new ProblemException(failure.with("enqueued", enqueued)));
        } else if (ended) {
            result.complete(enqueued);
        }
    }

    private List<BulkLine> take() {
        List<BulkLine> batch = new ArrayList<>();
        while (batch.size() < batchSize && !waiting.isEmpty()) {
            BulkLine line = waiting.remove();
            waitingBytes -= line.size();
            batch.add(line);
        }
        return batch;
    }

    private void write(List<BulkLine> batch) {
        writing = true;
        List<NewJob> jobs = batch.stream().map(BulkLine::job).toList();
        producer.apply(jobs)
                .subscribe()
                .with(
                        done -> thread.execute(() -> written(batch)),
                        failed -> thread.execute(() -> refused(batch, failed)));
    }

    private void written(List<BulkLine> batch) {
        writing = false;
        enqueued += batch.size();
        batchSize = (int) Math.min(maxBatch, 2L * batchSize);
        proceed();
    }

    private void refused(List<BulkLine> batch, Throwable failed) {
        writing = false;
        if (batch.size() > 1 && tooMuchAtOnce(failed)) {
            batchSize = batch.size() / 2;
            putBack(batch);
        } else {
            // Nothing behind this batch may be enqueued: its jobs would overtake those that are not.
            waiting.clear();
            waitingBytes = 0;
            int good = BulkLine.goodBefore(failed);
            failure = BulkLine.problem(batch, failed);
            enqueued += BulkLine.enqueued(failed);
            putBack(batch.subList(0, good));
        }
        proceed();
    }

    private static boolean tooMuchAtOnce(Throwable failed) {
        return failed instanceof TopicFullException
                || failed instanceof BacklogExceededException
                || failed instanceof TooManyDelayedException
                || (failed instanceof InvalidRequestException invalid
                        && invalid.violations().get(0).index() < 0);
    }

    private void putBack(List<BulkLine> batch) {
        for (int i = batch.size() - 1; i >= 0; i--) {
            waiting.addFirst(batch.get(i));
            waitingBytes += batch.get(i).size();
        }
    }

    private static boolean blank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
