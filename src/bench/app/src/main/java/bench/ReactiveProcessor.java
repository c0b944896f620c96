package bench;

import dev.streamlane.job.Job;
import dev.streamlane.job.JobTopic;
import dev.streamlane.job.ReactiveJobProcessor;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Does nothing, on an I/O thread. */
@ApplicationScoped
@JobTopic("bench-reactive")
@LookupIfProperty(name = "bench.reactive", stringValue = "true", lookupIfMissing = true)
public class ReactiveProcessor implements ReactiveJobProcessor<Work> {
    private static final Uni<Void> DONE = Uni.createFrom().voidItem();

    private final Waves waves;

    ReactiveProcessor(Waves waves) {
        this.waves = waves;
    }

    @Override
    public Uni<Void> process(Job<Work> job) {
        Wave wave = waves.current();
        wave.start(job.payload());
        return wave.gate().isDone() ? DONE : Uni.createFrom().completionStage(wave.gate());
    }
}
