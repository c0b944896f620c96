package ledger;

import dev.streamlane.job.Job;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A file that several processes append to. Each line is one write to a file opened for appending: lines do not mix, they
 * stand in the order of the writes, and what is written outlives the process.
 */
@ApplicationScoped
public class Ledger {
    private final OutputStream file;
    private final long pid = ProcessHandle.current().pid();

    /** Not a {@code FileChannel}: that would be closed by the interruption of a job. */
    Ledger(@ConfigProperty(name = "ledger.file") String path) throws IOException {
        file = new FileOutputStream(path, true);
    }

    /** Appends {@code event pid nanos id key n partition entryId epoch attempt}. */
    void enter(String event, Job<Work> job) {
        String line = String.join(
                " ",
                event,
                String.valueOf(pid),
                String.valueOf(System.nanoTime()),
                job.id(),
                String.valueOf(job.key()),
                String.valueOf(job.payload().n()),
                String.valueOf(job.partition()),
                job.entryId(),
                String.valueOf(job.epoch()),
                job.attempt() + "\n");
        try {
            file.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @PreDestroy
    void close() throws IOException {
        file.close();
    }
}
