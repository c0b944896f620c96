package dev.streamlane.producer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.producer.JobLog.NewEntry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks jobs and makes entries of them: all of a batch, or none. */
@Singleton
public final class JobEncoder {
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
     * The entry of a single job.
     *
     * @param further headers besides its own, where there is room for them
     * @throws InvalidRequestException naming everything that is wrong with it
     */
    public NewEntry encode(NewJob job, Map<String, String> further) {
        Violations wrong = new Violations();
        NewEntry entry = entry(job, -1, clock.millis(), further, wrong);
        wrong.throwIfAny();
        return entry;
    }

    /**
     * The entries of a batch, in its order.
     *
     * @param further headers of each of them besides its own, where there is room for them
     * @throws InvalidRequestException naming everything that is wrong with it
     */
    List<NewEntry> encode(List<NewJob> jobs, Map<String, String> further) {
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
            entries.add(entry(jobs.get(i), i, now, further, wrong));
        }
        wrong.throwIfAny();
        return entries;
    }

    private NewEntry entry(NewJob job, int index, long now, Map<String, String> further, Violations wrong) {
        if (job == null) {
            wrong.add(index, "jobs", null, "a job must not be null");
            return null;
        }
        return new JobCheck(job, index, limits, mapper, wrong).entry(ids.next(), now, further);
    }
}
