package bench;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Jobs that belong together, numbered from 0. It notes each one that starts, so that none is missed and none counts twice;
 * and none of them ends before the gate is open.
 */
final class Wave {
    private final int id;
    private final AtomicLongArray seen;
    private final AtomicInteger missing;
    private final LongAdder repeated = new LongAdder();
    private final LongAdder foreign = new LongAdder();
    private final long[] delays;
    private final CompletableFuture<Void> gate = new CompletableFuture<>();
    private final CompletableFuture<Void> complete = new CompletableFuture<>();

    /** @param timed whether to note how long after it was due each job has started */
    Wave(int id, int jobs, boolean timed) {
        this.id = id;
        this.seen = new AtomicLongArray((jobs + Long.SIZE - 1) / Long.SIZE);
        this.missing = new AtomicInteger(jobs);
        this.delays = timed ? new long[jobs] : new long[0];
    }

    /** A job starts now. */
    void start(Work work) {
        if (work.wave() != id) {
            foreign.increment();
            return;
        }
        long bit = 1L << work.n();
        long before = seen.getAndAccumulate(work.n() / Long.SIZE, bit, (old, added) -> old | added);
        if ((before & bit) != 0) {
            repeated.increment();
            return;
        }
        if (delays.length > 0) {
            delays[work.n()] = System.nanoTime() - work.at();
        }
        if (missing.decrementAndGet() == 0) {
            complete.complete(null);
        }
    }

    /** Lets all jobs end, now and from now on. */
    void open() {
        gate.complete(null);
    }

    /** Completes when jobs may end. */
    CompletableFuture<Void> gate() {
        return gate;
    }

    /** Completes when every job has started. */
    CompletableFuture<Void> complete() {
        return complete;
    }

    /** How many starts were those of a job that had started before. */
    long repeated() {
        return repeated.sum();
    }

    /** How many starts were those of jobs of other waves. */
    long foreign() {
        return foreign.sum();
    }

    /** How long after it was due each job has started, in nanoseconds. */
    long[] delays() {
        return Arrays.copyOf(delays, delays.length);
    }
}
