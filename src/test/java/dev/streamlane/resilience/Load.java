package dev.streamlane.resilience;

import dev.streamlane.producer.EnqueueInterruptedException;
import dev.streamlane.producer.Enqueued;
import dev.streamlane.producer.JobOutcome;
import dev.streamlane.producer.JobProducer;
import dev.streamlane.producer.NewJob;
import dev.streamlane.producer.TopicFullException;
import dev.streamlane.topic.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Enqueues small batches of keyed jobs, one after another, and keeps the ids of those that were confirmed. */
final class Load implements AutoCloseable {
    private static final int PAUSE_MILLIS = 20;
    private static final int BATCH = 10;
    private static final int KEYS = 20;

    private final JobProducer producer;
    private final String topic;
    private final Random random = new Random(7);
    private final ConcurrentLinkedQueue<Confirmed> confirmed = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> batches;
    private volatile int begun;
    private final ConcurrentLinkedQueue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

    /** A job that the producer was told to be enqueued, by the batch of this number. */
    private record Confirmed(int batch, String id) {}

    Load(JobProducer producer, String topic) {
        this.producer = producer;
        this.topic = topic;
        this.batches = thread.scheduleWithFixedDelay(this::enqueue, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The number of the first batch that has not begun yet. */
    int next() {
        return begun + 1;
    }

    /** The ids of all jobs confirmed so far. */
    List<String> confirmed() {
        return confirmedFrom(0);
    }

    /** The ids of the jobs confirmed so far, of the batch of this number and later ones. */
    List<String> confirmedFrom(int batch) {
        return confirmed.stream()
                .filter(job -> job.batch() >= batch)
                .map(Confirmed::id)
                .toList();
    }

    /** Why batches failed, or did in part. */
    List<RuntimeException> failures() {
        return List.copyOf(failures);
    }

    /** What the producer failed with that it should not. */
    List<Throwable> unexpected() {
        return List.copyOf(unexpected);
    }

    /** Ends it; what is under way is waited for. */
    @Override
    public void close() {
        batches.cancel(false);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(20, TimeUnit.SECONDS)) {
                throw new AssertionError("a batch is still under way");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // By this one thread only.
    private void enqueue() {
        int batch = begun + 1;
        begun = batch;
        List<NewJob> jobs = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            jobs.add(NewJob.of("x".repeat(random.nextInt(400))).withKey("key-" + random.nextInt(KEYS)));
        }
        try {
            for (Enqueued job : producer.enqueueAllAndAwait(topic, jobs)) {
                confirmed.add(new Confirmed(batch, job.id()));
            }
        } catch (EnqueueInterruptedException e) {
            failures.add(e);
            e.account().stream()
                    .filter(job -> job.status() == JobOutcome.Status.ENQUEUED)
                    .forEach(job -> confirmed.add(new Confirmed(batch, job.id())));
        } catch (StoreUnavailableException | TopicFullException e) {
            failures.add(e);
        } catch (RuntimeException e) {
            unexpected.add(e);
        }
    }
}
