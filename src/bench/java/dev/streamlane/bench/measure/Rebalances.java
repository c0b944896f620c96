package dev.streamlane.bench.measure;

import static org.awaitility.Awaitility.await;

import dev.streamlane.bench.results.Distribution;
import dev.streamlane.packaged.Cluster;
import dev.streamlane.packaged.SteadyLoad;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Has a third replica join, leave and crash, while the replicas a and b stay, under a steady load. */
final class Rebalances {
    private static final double P999 = 0.999;
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(5);

    private final Cluster cluster;
    private final SteadyLoad load;
    private final int partitions;

    Rebalances(Cluster cluster, SteadyLoad load, int partitions) {
        this.cluster = cluster;
        this.load = load;
        this.partitions = partitions;
    }

    /** The gap that all but one in a thousand stay below while nothing happens, in milliseconds. */
    double usualGap() {
        load.awaitSteady();
        long from = System.nanoTime();
        Window.pass(QUIET);
        long to = System.nanoTime();
        return gaps(partition -> true, from, to).quantile(P999);
    }

    /** It counts from when the newcomer is registered: the start of its process takes processors, but moves nothing. */
    Rebalance join() {
        Map<Integer, String> before = cluster.owners();
        cluster.launch("c");
        await("it is registered")
                .atMost(LIMIT)
                .pollInterval(POLL)
                .until(() -> cluster.client().call("HGET", Cluster.MEMBERS, "c") != null);
        long from = System.nanoTime();
        cluster.awaitOwners("a", "b", "c");
        return seen("join", before, from);
    }

    /** SIGTERM. */
    Rebalance leave() {
        Map<Integer, String> before = cluster.owners();
        long from = System.nanoTime();
        cluster.byName("c").terminate();
        cluster.awaitOwners("a", "b");
        return seen("leave", before, from);
    }

    /** SIGKILL, of one that has joined and is at work. */
    Rebalance crash() {
        cluster.launch("c");
        cluster.awaitOwners("a", "b", "c");
        load.awaitSteady();
        Map<Integer, String> before = cluster.owners();
        long from = System.nanoTime();
        cluster.byName("c").kill();
        cluster.awaitOwners("a", "b");
        return seen("crash", before, from);
    }

    private Rebalance seen(String event, Map<Integer, String> before, long from) {
        load.awaitSteady();
        long to = System.nanoTime();
        Map<Integer, String> after = cluster.owners();
        IntPredicate moved = partition -> !before.get(partition).equals(after.get(partition));
        return new Rebalance(event, longest(moved, from, to), longest(moved.negate(), from, to));
    }

    private double longest(IntPredicate which, long from, long to) {
        return gaps(which, from, to).max();
    }

    private Distribution gaps(IntPredicate which, long from, long to) {
        return Distribution.ofNanosInMillis(IntStream.range(0, partitions)
                .filter(which)
                .boxed()
                .flatMapToLong(partition -> load.gaps(partition, from, to)));
    }
}
