package bench;

import dev.streamlane.producer.JobProducer;
import dev.streamlane.producer.NewJob;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Enqueues as an application does that has a thread for it. */
@ApplicationScoped
public class Producer {
    private final JobProducer jobs;

    Producer(JobProducer jobs) {
        this.jobs = jobs;
    }

    /**
     * Enqueues jobs and waits until all of them are.
     *
     * @return the time it took, in nanoseconds
     */
    long produce(Production production) throws InterruptedException {
        Semaphore permits = new Semaphore(production.depth());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long from = System.nanoTime();
        for (int first = 0; first < production.jobs(); first += production.batch()) {
            long due = due(production, from, first);
            permits.acquire();
            enqueue(production, first, due)
                    .onTermination()
                    .invoke(permits::release)
                    .subscribe()
                    .with(enqueued -> {}, failure::set);
            if (failure.get() != null) {
                throw new IllegalStateException("a batch was not enqueued", failure.get());
            }
        }
        permits.acquire(production.depth());
        if (failure.get() != null) {
            throw new IllegalStateException("a batch was not enqueued", failure.get());
        }
        return System.nanoTime() - from;
    }

    /** Waits until it is time for a job, and tells when that was; late ones are told by it, not left out. */
    private static long due(Production production, long from, int job) {
        if (production.rate() == 0) {
            return 0;
        }
        long due = from + job * TimeUnit.SECONDS.toNanos(1) / production.rate();
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return due;
    }

    private Uni<?> enqueue(Production production, int first, long due) {
        if (production.batch() == 1) {
            return jobs.enqueue(production.topic(), job(production, first, due));
        }
        int end = Math.min(first + production.batch(), production.jobs());
        List<NewJob> batch = new ArrayList<>(end - first);
        for (int n = first; n < end; n++) {
            batch.add(job(production, n, due));
        }
        return jobs.enqueueAll(production.topic(), batch);
    }

    private static NewJob job(Production production, int n, long due) {
        NewJob job = NewJob.of(new Work(production.wave(), n, due, production.text()));
        return production.keys() == 0 ? job : job.withKey("key-" + n % production.keys());
    }
}
