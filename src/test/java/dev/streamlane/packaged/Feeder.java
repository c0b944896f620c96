package dev.streamlane.packaged;

import static org.awaitility.Awaitility.await;

import dev.streamlane.packaged.Replica.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Enqueues keyed jobs over REST as a careful client does: the jobs of a key one after another, each batch again until it is
 * answered with 202, at whichever replica runs. It never goes far ahead of the ledger, so that there is load for as long as
 * it has jobs left.
 */
final class Feeder implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int BATCH = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Cluster cluster;
    private final Load load;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<CompletableFuture<Void>> parts = new ArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    private final int before;
    private volatile boolean closed;

    /**
     * What to enqueue.
     *
     * @param prefix what the keys begin with
     * @param keys how many keys
     * @param perKey how many jobs of each
     * @param millis for how long each works
     * @param ahead how many jobs to be ahead of the ledger at most
     */
    record Load(String prefix, int keys, int perKey, int millis, int ahead) {
        int jobs() {
            return keys * perKey;
        }
    }

    private Feeder(Cluster cluster, Load load) {
        this.cluster = cluster;
        this.load = load;
        this.before = cluster.ledger().completed();
    }

    /** Begins to enqueue. */
    static Feeder start(Cluster cluster, Load load) {
        Feeder feeder = new Feeder(cluster, load);
        for (int part = 0; part < THREADS; part++) {
            int remainder = part;
            List<String> keys = IntStream.range(0, load.keys())
                    .filter(i -> i % THREADS == remainder)
                    .mapToObj(i -> load.prefix() + i)
                    .toList();
            feeder.parts.add(CompletableFuture.runAsync(() -> feeder.feed(keys), feeder.threads));
        }
        return feeder;
    }

    /** How many requests were not answered with 202. Those without any answer may have been carried out nevertheless. */
    int refused() {
        return refused.get();
    }

    /** Waits until so many of its jobs are completed. */
    void awaitCompleted(int jobs) {
        await(jobs + " jobs are completed")
                .atMost(PATIENCE)
                .failFast("enqueueing has failed", () -> parts.stream()
                        .anyMatch(CompletableFuture::isCompletedExceptionally))
                .until(() -> completed() >= jobs);
    }

    /** Waits until all of its jobs are completed. */
    void awaitAll() {
        awaitCompleted(load.jobs());
    }

    /** Enqueues no more. */
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
        await("enqueueing has ended").atMost(PATIENCE).until(threads::isTerminated);
    }

    private int completed() {
        return cluster.ledger().completed() - before;
    }

    private void feed(List<String> keys) {
        for (int n = 0; n < load.perKey(); n++) {
            for (int from = 0; from < keys.size(); from += BATCH) {
                String batch = batch(keys.subList(from, Math.min(from + BATCH, keys.size())), n);
                int size = Math.min(BATCH, keys.size() - from);
                await("the ledger is near")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> closed || accepted.get() - completed() < load.ahead());
                await("a batch is accepted")
                        .atMost(PATIENCE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> closed || enqueue(batch));
                accepted.addAndGet(size);
            }
        }
    }

    private String batch(List<String> keys, int n) {
        return keys.stream()
                .map(key -> Jobs.job(key, n, load.millis(), "DONE"))
                .collect(Collectors.joining(",", "{\"jobs\":[", "]}"));
    }

    private boolean enqueue(String batch) {
        List<Replica> running =
                cluster.alive().stream().filter(Replica::listening).toList();
        if (running.isEmpty()) {
            return false;
        }
        Replica next = running.get(Math.floorMod(turn.getAndIncrement(), running.size()));
        Answer answer = next.post("/topics/" + Cluster.TOPIC + "/jobs/batch", batch);
        if (answer.status() != 202) {
            refused.incrementAndGet();
        }
        return answer.status() == 202;
    }
}
