package bench;

import dev.streamlane.job.BatchJobProcessor;
import dev.streamlane.job.Job;
import dev.streamlane.job.JobTopic;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Does nothing with many jobs at once, on a thread that may block. */
@ApplicationScoped
@JobTopic("bench-batch")
@LookupIfProperty(name = "bench.batch", stringValue = "true", lookupIfMissing = true)
public class BatchProcessor implements BatchJobProcessor<Work> {
    private final Waves waves;

    BatchProcessor(Waves waves) {
        this.waves = waves;
    }

    @Override
    public void process(List<Job<Work>> jobs) throws InterruptedException, ExecutionException {
        Wave wave = waves.current();
        jobs.forEach(job -> wave.start(job.payload()));
        wave.gate().get();
    }
}
