package dev.streamlane.bench.measure;

import dev.streamlane.bench.limit.Limit;
import dev.streamlane.bench.results.Results;
import dev.streamlane.bench.service.Kind;
import dev.streamlane.bench.service.Production;
import dev.streamlane.bench.service.Service;
import java.util.Map;
import java.util.Set;

/** What a drain loses, beside the bare client, if ten times as many jobs wait and there are eight groups. */
final class Growth implements Measurement {
    private static final Kind KIND = Kind.REACTIVE;
    private static final int GROWN = 10;
    private static final int FURTHER_GROUPS = 7;

    /** All jobs wait at once, and a bounded topic would refuse most of them. */
    private static final Map<String, String> UNBOUNDED = Map.of("STREAMLANE_TOPICS_MAX_LENGTH", "0");

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public boolean onDemand() {
        return true;
    }

    @Override
    public void run(Testbed bed, Results results) {
        int jobs = bed.options().jobs();
        try (Service service = bed.service(Set.of(KIND), Testbed.PARTITIONS, UNBOUNDED);
                Limit limit = bed.limit()) {
            for (int warmUp = 0; warmUp < 3; warmUp++) {
                ratio(bed, service, limit, jobs, new Results());
            }
            double plain = ratio(bed, service, limit, jobs, results);
            for (int group = 0; group < FURTHER_GROUPS; group++) {
                bed.backlog(KIND).addGroup("further-" + group);
                limit.addGroup();
            }
            double grown = ratio(bed, service, limit, jobs * GROWN, results);
            results.add("growth.plain.ratio", plain);
            results.add("growth.grown.ratio", grown);
            results.add("growth.loss", 1 - grown / plain);
        }
    }

    private static double ratio(Testbed bed, Service service, Limit limit, int jobs, Results results) {
        limit.fill(jobs);
        double most = Rate.of(jobs, limit.drain(jobs));
        limit.clear();
        WaitingJobs waiting = new WaitingJobs(bed, service, KIND, jobs);
        service.produce(Production.inBatches(KIND, jobs, 0));
        return Rate.of(jobs, waiting.process(results)) / most;
    }
}
