package dev.streamlane.producer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.producer.JobLog.NewEntry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Checks jobs and makes entries of them: all of a batch, or none. */
@Singleton
final class JobEncoder {
    private final ObjectMapper mapper;
    private final JobIds ids;
    private final Clock clock;
    private final EnqueueSettings limits;

    JobEncoder(ObjectMapper mapper, JobIds ids, Clock clock, EnqueueSettings limits) {
        this.mapper = mapper;
        this.ids = ids;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * The entries of a batch, in its order.
     *
     * @throws InvalidJobsException naming everything that is wrong with it
     */
    List<NewEntry> encode(List<NewJob> jobs) {
        Violations wrong = new Violations();
        if (jobs.isEmpty()) {
            wrong.add(-1, "jobs", 1, "a batch must have at least one job");
        } else if (jobs.size() > limits.maxBatch()) {
            wrong.add(
                    -1,
                    "jobs",
                    limits.maxBatch(),
                    "a batch may have at most " + limits.maxBatch() + " jobs, not " + jobs.size());
        }
        wrong.throwIfAny();
        long now = clock.millis();
        List<NewEntry> entries = new ArrayList<>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            if (jobs.get(i) == null) {
                wrong.add(i, "jobs", null, "a job must not be null");
            } else {
                entries.add(new JobCheck(jobs.get(i), i, limits, mapper, wrong).entry(ids.next(), now));
            }
        }
        wrong.throwIfAny();
        return entries;
    }
}
