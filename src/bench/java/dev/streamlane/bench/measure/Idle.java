package dev.streamlane.bench.measure;

import dev.streamlane.bench.results.Results;
import dev.streamlane.bench.service.Beats;
import dev.streamlane.bench.service.Commands;
import dev.streamlane.bench.service.Kind;
import dev.streamlane.bench.service.Service;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** What a replica costs that has partitions but no jobs: 64, and more of them. */
final class Idle implements Measurement {
    private static final int HEADLINE = 64;
    private static final int[] PARTITIONS = {HEADLINE, 256, 1024};

    /** As long as the interval of the heartbeat, so that there is one beat in each. */
    private static final Duration WINDOW = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public void run(Testbed bed, Results results) {
        for (int partitions : PARTITIONS) {
            bed.clear();
            String prefix = partitions == HEADLINE ? "idle" : "idle." + partitions;
            try (Service service = bed.service(Set.of(Kind.REACTIVE), partitions, Map.of())) {
                bed.rounds(prefix, results, round -> watch(bed, service, prefix, round));
                bed.rounds(prefix + ".beat", results, round -> watchBeats(service, prefix, round));
            }
        }
    }

    private static void watch(Testbed bed, Service service, String prefix, Results round) {
        Commands commands = bed.commands();
        Duration redis = bed.redisCpu();
        Duration cpu = service.cpu();
        Window.pass(WINDOW);
        round.add(prefix + ".cpu.cores", share(service.cpu().minus(cpu)));
        round.add(prefix + ".redis.cores", share(bed.redisCpu().minus(redis)));
        Commands called = bed.commands().since(commands);
        round.add(prefix + ".commands", (double) called.sentBeyondReads() / WINDOW.toSeconds());
        round.add(prefix + ".calls", (double) called.calledBeyondReads() / WINDOW.toSeconds());
    }

    /** In windows of its own: to say how long its beats took is far more work for the service than a beat is. */
    private static void watchBeats(Service service, String prefix, Results round) {
        Beats beats = service.beats();
        Window.pass(WINDOW);
        round.add(prefix + ".beat.ms", service.beats().meanMillisSince(beats));
    }

    private static double share(Duration cpu) {
        return (double) cpu.toNanos() / WINDOW.toNanos();
    }
}
