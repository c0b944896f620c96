package dev.streamlane.bench.measure;

import dev.streamlane.bench.results.Results;
import dev.streamlane.packaged.Cluster;
import dev.streamlane.packaged.Replica;
import dev.streamlane.packaged.SteadyLoad;
import java.time.Duration;
import java.util.Map;

/** For how long partitions pause when replicas join, leave and crash. */
final class Pauses implements Measurement {
    private static final int PARTITIONS = 6;
    private static final Duration TTL = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "pauses";
    }

    @Override
    public void run(Testbed bed, Results results) {
        try (Cluster cluster = new Cluster(OwnRedis.start(), "bench-pauses", PARTITIONS, TTL, Map.of())) {
            Replica gateway = cluster.start("a", "b").get(0);
            try (SteadyLoad load = new SteadyLoad(cluster, PARTITIONS, gateway)) {
                Rebalances rebalances = new Rebalances(cluster, load, PARTITIONS);
                bed.rounds(name(), results, round -> measure(rebalances, round));
            }
            cluster.awaitNothingLeft();
        }
    }

    private static void measure(Rebalances rebalances, Results round) {
        double usual = rebalances.usualGap();
        double longest = 0;
        for (Rebalance rebalance : new Rebalance[] {rebalances.join(), rebalances.leave(), rebalances.crash()}) {
            double unmoved = Math.max(0, rebalance.unmovedMillis() - usual);
            round.add("pause.moved." + rebalance.event() + ".ms", rebalance.movedMillis());
            round.add("pause.unmoved." + rebalance.event() + ".ms", unmoved);
            longest = Math.max(longest, unmoved);
        }
        round.add("pause.unmoved.ms", longest);
        round.add("pause.usual-gap.p999.ms", usual);
    }
}
