package dev.streamlane.producer;

import dev.streamlane.producer.EnqueueEvents.Failure;
import dev.streamlane.topic.TopicSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Takes no more jobs for a topic while one of its groups has more unfinished ones than it may have. Nobody waits for a look
 * at the backlogs as long as the last one is fresh and has room left: what was let in since then counts as unfinished. Who
 * would be refused looks first, so that a refusal never rests on what is over. Others' jobs are seen at the next look.
 */
final class BacklogGuard {
    /** For so long a look is good enough to let jobs in. */
    private static final long FRESH_NANOS = 1_000_000_000;

    /** So soon nobody looks again. */
    private static final long REST_NANOS = 50_000_000;

    /**
     * The rest for each partition of each group: to look at one costs Redis some 10 µs, of which it is to spend a hundredth;
     * but it rests no longer than a look is good for.
     */
    private static final long REST_NANOS_EACH = 1_000_000;

    private final String topic;
    private final Backlogs backlogs;
    private final LongSupplier nanos;
    private final EnqueueEvents events;
    private volatile Seen seen;
    private CompletableFuture<Seen> looking;
    private long admitted;
    private long settled;

    /** @param nanos the monotonic clock */
    BacklogGuard(String topic, Backlogs backlogs, LongSupplier nanos, EnqueueEvents events) {
        this.topic = topic;
        this.backlogs = backlogs;
        this.nanos = nanos;
        this.events = events;
    }

    /**
     * A look.
     *
     * @param view what was seen
     * @param rest for how long it is not repeated
     * @param settled how many jobs had been written, or refused, when it began: all others may not be in it
     */
    private record Seen(BacklogView view, long rest, long settled) {}

    /**
     * Writes jobs if the backlogs leave room for them. Fails with {@link BacklogExceededException} or {@link
     * dev.streamlane.topic.StoreUnavailableException} if nothing was written.
     *
     * @param slices delayed ones are no backlog yet
     */
    CompletionStage<List<Enqueued>> pass(
            List<Slice> slices, TopicSettings settings, Supplier<CompletionStage<List<Enqueued>>> write) {
        int jobs = slices.stream()
                .filter(slice -> !slice.delayed())
                .mapToInt(Slice::size)
                .sum();
        refuseWhatNeverFits(jobs, settings.maxBacklog());
        Seen last = seen;
        long age = last == null ? Long.MAX_VALUE : nanos.getAsLong() - last.view.since();
        if (jobs == 0 || (age < FRESH_NANOS && admit(last, jobs, settings))) {
            return settle(jobs, write);
        }
        CompletionStage<Seen> latest =
                last != null && age < last.rest ? CompletableFuture.completedStage(last) : look(settings.partitions());
        latest.exceptionally(failure -> {
            events.failed(topic, Failure.UNAVAILABLE, jobs);
            return null;
        });
        return latest.thenCompose(now -> {
            if (admit(now, jobs, settings)) {
                return settle(jobs, write);
            }
            events.failed(topic, Failure.BACKLOG, jobs);
            throw refusal(now, jobs, settings.maxBacklog());
        });
    }

    private static void refuseWhatNeverFits(int jobs, long limit) {
        if (jobs > limit) {
            String message = "the batch has %d jobs, and the topic's maxBacklog is %d".formatted(jobs, limit);
            throw new InvalidRequestException(List.of(new Violation(-1, "jobs", limit, message)));
        }
    }

    private synchronized boolean admit(Seen now, int jobs, TopicSettings settings) {
        if (backlog(now) + jobs > settings.maxBacklog()) {
            return false;
        }
        admitted += jobs;
        return true;
    }

    private long backlog(Seen now) {
        return now.view.largest().jobs() + admitted - now.settled;
    }

    private synchronized BacklogExceededException refusal(Seen now, int jobs, long limit) {
        BacklogView.Load largest = now.view.largest();
        long backlog = backlog(now);
        return new BacklogExceededException(
                topic, largest.group(), backlog, limit, largest.drained(backlog + jobs - limit));
    }

    private CompletionStage<List<Enqueued>> settle(int jobs, Supplier<CompletionStage<List<Enqueued>>> write) {
        return CompletableFuture.completedStage(null)
                .thenCompose(nothing -> write.get())
                .whenComplete((enqueued, failure) -> settled(jobs));
    }

    private synchronized void settled(int jobs) {
        settled += jobs;
    }

    /** One look at a time: who comes meanwhile shares it. */
    private CompletionStage<Seen> look(int partitions) {
        CompletableFuture<Seen> mine = new CompletableFuture<>();
        long since = nanos.getAsLong();
        long before;
        synchronized (this) {
            if (looking != null) {
                return looking;
            }
            looking = mine;
            before = settled;
        }
        backlogs.look(topic, partitions).whenComplete((found, failure) -> {
            Seen last = seen;
            Seen now = failure == null
                    ? new Seen(
                            BacklogView.of(found, since, last == null ? null : last.view),
                            Math.min(FRESH_NANOS, Math.max(REST_NANOS, REST_NANOS_EACH * partitions * found.size())),
                            before)
                    : last;
            synchronized (this) {
                seen = now;
                looking = null;
            }
            if (failure == null) {
                mine.complete(now);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return mine;
    }
}
