package dev.streamlane.bench.measure;

import dev.streamlane.bench.limit.Limit;
import dev.streamlane.bench.results.Results;
import dev.streamlane.bench.service.Kind;
import dev.streamlane.bench.service.Production;
import dev.streamlane.bench.service.Service;

/** How fast waiting jobs are processed, with each kind of processor, with and without keys. */
final class Drain implements Measurement {
    private static final int KEYS = 1000;

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public void run(Testbed bed, Results results) {
        int jobs = bed.options().jobs();
        try (Service service = bed.service();
                Limit limit = bed.limit()) {
            bed.rounds(name(), results, round -> {
                double roundTrips = 0;
                for (Kind kind : Kind.values()) {
                    limit.fill(jobs);
                    double most = Rate.of(jobs, limit.drain(jobs));
                    limit.clear();
                    round.add("limit.drain.rate", most);
                    roundTrips = Math.max(roundTrips, drain(bed, service, kind, 0, most, round));
                    drain(bed, service, kind, KEYS, most, round);
                }
                round.add("roundtrips-per-job", roundTrips);
            });
            service.memory().peakMib().ifPresent(mib -> results.add("rss.drain.peak.mib", mib));
        }
    }

    /** Drains once, and tells how many commands were sent for each job. */
    private static double drain(Testbed bed, Service service, Kind kind, int keys, double most, Results results) {
        int jobs = bed.options().jobs();
        WaitingJobs waiting = new WaitingJobs(bed, service, kind, jobs);
        service.produce(Production.inBatches(kind, jobs, keys));
        Effort before = Effort.of(bed, service);
        double rate = Rate.of(jobs, waiting.process(results));
        Effort after = Effort.of(bed, service);

        String name = "drain." + kind.label() + (keys == 0 ? "" : ".keyed");
        results.add(name + ".rate", rate);
        results.add(name + ".ratio", rate / most);
        before.addTo(results, name, jobs, after);
        service.memory().residentMib().ifPresent(mib -> results.add("rss.drain.mib", mib));
        double roundTrips = before.commandsPerJob(jobs, after);
        results.add(name + ".roundtrips-per-job", roundTrips);
        return roundTrips;
    }
}
