package dev.streamlane.packaged;

import static org.awaitility.Awaitility.await;

import dev.streamlane.packaged.Ledger.Line;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** 200 short jobs a second in each partition, and the gaps between their starts; for measurements. */
public final class SteadyLoad implements AutoCloseable {
    private static final int INTERVAL_MILLIS = 5;
    private static final Duration BEFORE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final int partitions;
    private final ScheduledExecutorService producer = Executors.newSingleThreadScheduledExecutor();

    /** @param gateway the replica that takes the jobs */
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with its executor.
    public SteadyLoad(Cluster cluster, int partitions, Replica gateway) {
        this.cluster = cluster;
        this.partitions = partitions;
        producer.scheduleAtFixedRate(() -> enqueue(gateway), 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Waits until half a second's jobs more are started in each partition. */
    public void awaitSteady() {
        long from = System.nanoTime();
        await().atMost(LIMIT)
                .until(() -> cluster.ledger().lines(line -> !line.done() && line.nanos() > from).stream()
                                .collect(Collectors.groupingBy(Line::partition, Collectors.counting()))
                                .values()
                                .stream()
                                .filter(count -> count >= 100)
                                .count()
                        == partitions);
    }

    /**
     * The gaps that end in this time, so that one which begins with an event at {@code from} counts whole; in nanoseconds.
     *
     * @param from by {@link System#nanoTime}
     * @param to likewise
     */
    public LongStream gaps(int partition, long from, long to) {
        long[] starts = cluster
                .ledger()
                .lines(line -> line.partition() == partition
                        && !line.done()
                        && line.nanos() >= from - BEFORE.toNanos()
                        && line.nanos() <= to)
                .stream()
                .mapToLong(Line::nanos)
                .sorted()
                .toArray();
        return IntStream.range(1, starts.length)
                .filter(i -> starts[i] >= from)
                .mapToLong(i -> starts[i] - starts[i - 1]);
    }

    /** The longest of these {@link #gaps}, in milliseconds; -1 if there are none. */
    long longestGap(int partition, long from, long to) {
        return gaps(partition, from, to)
                .map(nanos -> Duration.ofNanos(nanos).toMillis())
                .max()
                .orElse(-1);
    }

    /** Least, middle and most. */
    static String summary(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.isEmpty()
                ? "-"
                : "%d/%d/%d".formatted(sorted.get(0), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }

    @Override
    public void close() {
        producer.shutdownNow();
    }

    /** Jobs without a key go round-robin: one to each partition. */
    private void enqueue(Replica gateway) {
        String batch = IntStream.range(0, partitions)
                .mapToObj(i -> "{\"payload\":{\"n\":0,\"millis\":0}}")
                .collect(Collectors.joining(",", "{\"jobs\":[", "]}"));
        gateway.post("/topics/" + Cluster.TOPIC + "/jobs/batch", batch);
    }
}
