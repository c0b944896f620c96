package dev.streamlane.bench.measure;

import dev.streamlane.bench.load.Bodies;
import dev.streamlane.bench.load.RestLoad;
import dev.streamlane.bench.results.Distribution;
import dev.streamlane.bench.results.Results;
import dev.streamlane.bench.service.Backlog;
import dev.streamlane.bench.service.Kind;
import dev.streamlane.bench.service.Production;
import dev.streamlane.bench.service.Service;

/**
 * How long it takes from when a job is due to be enqueued until its processor starts. Jobs come at a fixed rate, whether or
 * not earlier ones are done; one that is enqueued late counts from when it was due.
 */
final class Latency implements Measurement {
    private static final Kind KIND = Kind.BLOCKING;
    private static final int RATE = 1000;
    private static final int SECONDS = 10;

    /** At a high rate jobs come in small batches, each of what is due within this part of a second. */
    private static final int TICKS = 200;

    private static final int HALF_SECONDS = 5;
    private static final double P99 = 0.99;
    private static final double P999 = 0.999;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public void run(Testbed bed, Results results) {
        int jobs = Math.min(RATE * SECONDS, bed.options().jobs() / 3);
        try (Service service = bed.service();
                RestLoad rest = new RestLoad(service.port())) {
            bed.rounds(name(), results, round -> {
                int wave = service.timedWave(jobs);
                rest.sendAt(RATE, "/topics/" + KIND.topic() + "/jobs", new Bodies(wave, jobs, 0));
                finish(bed, service, "latency", round);

                service.timedWave(jobs);
                service.produce(Production.at(RATE, 1, KIND, jobs));
                finish(bed, service, "latency.in-process", round);

                halfOfCapacity(bed, service, round);
            });
        }
    }

    private static void halfOfCapacity(Testbed bed, Service service, Results round) {
        int rate = (int) Both.rate(bed, service, KIND, bed.options().jobs() / 3) / 2;
        int jobs = Math.min(rate * HALF_SECONDS, bed.options().jobs());
        service.timedWave(jobs);
        service.produce(Production.at(rate, Math.max(1, rate / TICKS), KIND, jobs));
        finish(bed, service, "latency.half", round);
        round.add("latency.half.rate", rate);
    }

    private static void finish(Testbed bed, Service service, String name, Results round) {
        service.awaitStarted();
        Distribution delays = Distribution.ofNanosInMillis(service.delays());
        Backlog backlog = bed.backlog(KIND);
        backlog.awaitNone();
        backlog.clear();
        round.add(name + ".p50.ms", delays.median());
        round.add(name + ".p99.ms", delays.quantile(P99));
        round.add(name + ".p999.ms", delays.quantile(P999));
    }
}
