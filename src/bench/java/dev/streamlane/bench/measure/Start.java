package dev.streamlane.bench.measure;

import static org.awaitility.Awaitility.await;

import dev.streamlane.bench.results.Results;
import dev.streamlane.bench.service.Kind;
import dev.streamlane.bench.service.Memory;
import dev.streamlane.packaged.Replica;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;

/** How long the service takes from its start until it is ready, and what it occupies then. */
final class Start implements Measurement {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(10);
    /** After that, what the start has left to do is done. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void run(Testbed bed, Results results) {
        bed.rounds(name(), results, round -> {
            long from = System.nanoTime();
            Replica replica = bed.launch(EnumSet.allOf(Kind.class), Testbed.PARTITIONS, Map.of());
            try {
                await("it is ready")
                        .atMost(LIMIT)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(POLL)
                        .until(replica::ready);
                round.add("start.ready.ms", (System.nanoTime() - from) / 1e6);
                Window.pass(SETTLED);
                new Memory(replica.pid()).residentMib().ifPresent(mib -> round.add("rss.idle.mib", mib));
            } finally {
                replica.kill();
            }
        });
    }
}
