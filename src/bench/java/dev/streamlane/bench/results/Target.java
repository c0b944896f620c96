package dev.streamlane.bench.results;

import java.util.List;
import java.util.Optional;

/**
 * What a median should be.
 *
 * @param name of what is measured
 * @param atLeast whether the bound is the least it should be, else the most
 */
public record Target(String name, boolean atLeast, double bound) {
    private static final List<Target> ALL = List.of(
            atLeast("drain.reactive.ratio", 0.80),
            atLeast("drain.reactive.keyed.ratio", 0.80),
            atLeast("drain.batch.ratio", 0.80),
            atLeast("drain.batch.keyed.ratio", 0.80),
            atLeast("drain.blocking.ratio", 0.60),
            atLeast("drain.blocking.keyed.ratio", 0.60),
            atLeast("enqueue.rest-batch.ratio", 0.50),
            atLeast("enqueue.in-process.ratio", 0.80),
            atLeast("both.ratio", 0.60),
            atMost("roundtrips-per-job", 0.05),
            atMost("latency.p50.ms", 2),
            atMost("latency.p99.ms", 10),
            atMost("delay.early.ms", 50),
            atMost("delay.p999.ms", 50),
            atMost("pause.unmoved.ms", 20),
            atMost("pause.moved.join.ms", 300),
            atMost("pause.moved.leave.ms", 300),
            atMost("pause.moved.crash.ms", 3000),
            atMost("idle.cpu.cores", 0.02),
            atMost("idle.commands", 30),
            atMost("rss.drain.mib", 400),
            atMost("growth.loss", 0.10));

    /** The target of what is measured under this name, if it has one. */
    static Optional<Target> of(String name) {
        return ALL.stream().filter(target -> target.name().equals(name)).findFirst();
    }

    boolean met(double value) {
        return atLeast ? value >= bound : value <= bound;
    }

    @Override
    public String toString() {
        return (atLeast ? "≥ " : "≤ ") + Numbers.text(bound);
    }

    private static Target atLeast(String name, double bound) {
        return new Target(name, true, bound);
    }

    private static Target atMost(String name, double bound) {
        return new Target(name, false, bound);
    }
}
