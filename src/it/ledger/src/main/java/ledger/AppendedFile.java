package ledger;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A file that several processes append to. Each line is one write to a file opened for appending: lines do not mix, they
 * stand in the order of the writes, and what is written outlives the process.
 */
final class AppendedFile implements AutoCloseable {
    private final OutputStream file;
    private final long pid = ProcessHandle.current().pid();

    /** Not a {@code FileChannel}: that would be closed by the interruption of a processor. */
    AppendedFile(String path) throws IOException {
        file = new FileOutputStream(path, true);
    }

    /** Appends {@code event pid nanos} and these words. */
    void enter(String event, Object... words) {
        StringBuilder line =
                new StringBuilder(event).append(' ').append(pid).append(' ').append(System.nanoTime());
        for (Object word : words) {
            line.append(' ').append(word);
        }
        try {
            file.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
