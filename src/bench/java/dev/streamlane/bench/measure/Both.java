package dev.streamlane.bench.measure;

import dev.streamlane.bench.limit.Limit;
import dev.streamlane.bench.results.Results;
import dev.streamlane.bench.service.Backlog;
import dev.streamlane.bench.service.Kind;
import dev.streamlane.bench.service.Production;
import dev.streamlane.bench.service.Service;
import java.time.Duration;

/** How fast jobs are enqueued and processed at once, in one process. */
final class Both implements Measurement {
    /** The headline is that of reactive processors; the others come under their own names. */
    private static final Kind HEADLINE = Kind.REACTIVE;

    @Override
    public String name() {
        return "both";
    }

    @Override
    public void run(Testbed bed, Results results) {
        int jobs = bed.options().jobs() / 2;
        try (Service service = bed.service();
                Limit limit = bed.limit()) {
            bed.rounds(name(), results, round -> {
                for (Kind kind : Kind.values()) {
                    double most = Rate.of(jobs, limit.both(jobs));
                    limit.clear();
                    round.add("limit.both.rate", most);
                    double rate = rate(bed, service, kind, jobs);
                    String name = kind == HEADLINE ? "both" : "both." + kind.label();
                    round.add(name + ".rate", rate);
                    round.add(name + ".ratio", rate / most);
                }
            });
        }
    }

    /** From the first call of the producer until the last job is acknowledged. */
    static double rate(Testbed bed, Service service, Kind kind, int jobs) {
        Backlog backlog = bed.backlog(kind);
        service.flowingWave(jobs);
        long from = System.nanoTime();
        service.produce(Production.inBatches(kind, jobs, 0));
        service.awaitStarted();
        Duration took = Duration.ofNanos(backlog.awaitNone() - from);
        backlog.clear();
        return Rate.of(jobs, took);
    }
}
