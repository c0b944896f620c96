package ledger;

import dev.streamlane.job.AssignedStream;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What became of data streams. */
@ApplicationScoped
public class StreamLedger {
    private final AppendedFile file;

    StreamLedger(@ConfigProperty(name = "ledger.streams") String path) throws IOException {
        file = new AppendedFile(path);
    }

    /** Appends {@code event pid nanos name epoch attempt claimedFrom position}; what there is not, is a dash. */
    void enter(String event, AssignedStream stream, String position) {
        file.enter(
                event,
                stream.name(),
                stream.epoch(),
                stream.attempt(),
                stream.claimedFrom().orElse("-"),
                position);
    }

    @PreDestroy
    void close() throws IOException {
        file.close();
    }
}
