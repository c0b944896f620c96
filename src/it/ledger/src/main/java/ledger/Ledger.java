package ledger;

import dev.streamlane.job.Job;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What became of jobs. */
@ApplicationScoped
public class Ledger {
    private final AppendedFile file;

    Ledger(@ConfigProperty(name = "ledger.file") String path) throws IOException {
        file = new AppendedFile(path);
    }

    /** Appends {@code event pid nanos id key n partition entryId epoch attempt}. */
    void enter(String event, Job<Work> job) {
        file.enter(
                event,
                job.id(),
                job.key(),
                job.payload().n(),
                job.partition(),
                job.entryId(),
                job.epoch(),
                job.attempt());
    }

    @PreDestroy
    void close() throws IOException {
        file.close();
    }
}
