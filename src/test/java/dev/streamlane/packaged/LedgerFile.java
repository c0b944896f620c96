package dev.streamlane.packaged;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A file that several processes append lines to. For one thread at a time. */
final class LedgerFile {
    private final Path path;
    private long offset;

    LedgerFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** The whole lines that have come since the last call. */
    List<String> fresh() {
        if (!path.toFile().exists()) {
            return List.of();
        }
        try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
            byte[] fresh = new byte[(int) (in.length() - offset)];
            in.seek(offset);
            in.readFully(fresh);
            String text = new String(fresh, StandardCharsets.UTF_8);
            int whole = text.lastIndexOf('\n') + 1;
            offset += whole;
            return text.substring(0, whole).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
