package dev.streamlane.security;

import dev.streamlane.config.SecurityConfig;
import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.logging.LogText;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The keys of the configuration, together with those of the file. */
@Singleton
class KeyRing {
    private static final Logger LOG = Logger.getLogger(KeyRing.class);

    /** A file of {@link ApiKeys#MAX} keys with the longest names has about half of it. */
    private static final int MAX_BYTES = 512 * 1024;

    private final SecurityConfig config;
    private volatile ApiKeys keys = new ApiKeys(List.of());
    private KeyReader seen = new KeyReader();
    private List<String> refused = List.of();

    KeyRing(StreamlaneConfig config) {
        this.config = config.security();
    }

    ApiKeys keys() {
        return keys;
    }

    Optional<Path> file() {
        return config.keysFile();
    }

    /** Reads everything for the first time, and says what is wrong with it. */
    synchronized List<String> read() {
        KeyReader reader = readAll();
        seen = reader;
        if (reader.faults().isEmpty()) {
            keys = new ApiKeys(reader.keys());
        }
        return reader.faults();
    }

    /**
     * Reads everything again. It counts when it was the same the last time: a file may be seen half-written. What has a fault
     * changes nothing, and is told once.
     */
    synchronized void reread() {
        KeyReader before = seen;
        KeyReader reader = readAll();
        seen = reader;
        if (!reader.same(before)) {
            return;
        }
        ApiKeys found = new ApiKeys(reader.keys());
        if (!reader.faults().isEmpty()) {
            complain(reader.faults());
        } else if (!found.same(keys)) {
            keys = found;
            LOG.infof("The API keys have changed. They are now: %s", LogText.text(found.summary()));
        }
        refused = reader.faults();
    }

    private void complain(List<String> faults) {
        if (!faults.equals(refused)) {
            LOG.errorf("The API keys stay as they were: %s", LogText.text(String.join("; ", faults)));
        }
    }

    private KeyReader readAll() {
        KeyReader reader = new KeyReader();
        config.keys()
                .forEach((name, key) ->
                        reader.key("streamlane.security.keys.\"" + name + "\"", name, key.roles(), key.hash()));
        config.keysFile().ifPresent(file -> readFile(reader, file));
        return reader;
    }

    private static void readFile(KeyReader reader, Path file) {
        String source = "streamlane.security.keys-file " + file;
        try {
            if (Files.size(file) > MAX_BYTES) {
                reader.fault(source + " has more than " + MAX_BYTES + " bytes");
            } else {
                reader.lines(source, Files.readAllLines(file));
            }
        } catch (IOException e) {
            reader.fault(source + " cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
