package dev.streamlane.bench.measure;

import dev.streamlane.bench.load.Payload;
import dev.streamlane.bench.load.RestLoad;
import dev.streamlane.bench.results.Distribution;
import dev.streamlane.bench.results.Results;
import dev.streamlane.bench.service.Backlog;
import dev.streamlane.bench.service.Kind;
import dev.streamlane.bench.service.Service;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How long after its {@code runAt} a delayed job's processor starts. */
final class Delay implements Measurement {
    private static final Kind KIND = Kind.BLOCKING;
    private static final int RATE = 200;
    private static final int SECONDS = 5;

    /** Time to enqueue them all before the first is due. */
    private static final Duration HEAD_START = Duration.ofSeconds(2);

    private static final double P99 = 0.99;
    private static final double P999 = 0.999;

    @Override
    public String name() {
        return "delay";
    }

    @Override
    public void run(Testbed bed, Results results) {
        try (Service service = bed.service();
                RestLoad rest = new RestLoad(service.port())) {
            bed.rounds(name(), results, round -> {
                int wave = service.timedWave(RATE * SECONDS);
                rest.send("/topics/" + KIND.topic() + "/jobs/batch", "application/json", List.of(jobs(wave)), 1);
                service.awaitStarted();
                Distribution delays = Distribution.ofNanosInMillis(service.delays());
                Backlog backlog = bed.backlog(KIND);
                backlog.awaitNone();
                backlog.clear();
                round.add("delay.early.ms", Math.max(0, -delays.min()));
                round.add("delay.p50.ms", delays.median());
                round.add("delay.p99.ms", delays.quantile(P99));
                round.add("delay.p999.ms", delays.quantile(P999));
            });
        }
    }

    /** Evenly due, at whole milliseconds of the wall clock; each payload says when that is by the monotonic clock. */
    private static Buffer jobs(int wave) {
        long nanos = System.nanoTime();
        Instant now = Instant.now();
        return Buffer.buffer(IntStream.range(0, RATE * SECONDS)
                .mapToObj(n -> {
                    Instant due = Instant.ofEpochMilli(now.plus(HEAD_START).toEpochMilli()
                            + n * Duration.ofSeconds(1).toMillis() / RATE);
                    long at = nanos + Duration.between(now, due).toNanos();
                    return "{\"payload\":" + Payload.json(wave, n, at) + ",\"runAt\":\"" + due + "\"}";
                })
                .collect(Collectors.joining(",", "{\"jobs\":[", "]}")));
    }
}
