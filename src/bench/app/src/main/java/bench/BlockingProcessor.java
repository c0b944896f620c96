package bench;

import dev.streamlane.job.Job;
import dev.streamlane.job.JobProcessor;
import dev.streamlane.job.JobTopic;
import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ExecutionException;

/** Does nothing, on a thread that may block. */
@ApplicationScoped
@JobTopic("bench-blocking")
@LookupIfProperty(name = "bench.blocking", stringValue = "true", lookupIfMissing = true)
public class BlockingProcessor implements JobProcessor<Work> {
    private final Waves waves;

    BlockingProcessor(Waves waves) {
        this.waves = waves;
    }

    @Override
    public void process(Job<Work> job) throws InterruptedException, ExecutionException {
        Wave wave = waves.current();
        wave.start(job.payload());
        wave.gate().get();
    }
}
