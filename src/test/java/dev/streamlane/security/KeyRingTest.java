package dev.streamlane.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.testing.LogCapture;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
    private static final String FIRST = "the-first-key-of-the-test";
    private static final String SECOND = "the-second-key-of-the-test";

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("keys");
    }

    @Test
    void keysOfTheConfigurationAndOfTheFileAreKnown() throws IOException {
        Files.writeString(file, line("second", SECOND));
        KeyRing ring = ring(Map.of(
                "streamlane.security.keys.\"my.first\".hash",
                hash(FIRST),
                "streamlane.security.keys.\"my.first\".roles",
                "producer, viewer"));

        assertThat(ring.read()).isEmpty();

        assertThat(ring.keys().summary()).isEqualTo("my.first[producer, viewer], second[viewer]");
        assertThat(ring.keys().find(FIRST)).isPresent();
        assertThat(ring.keys().find(SECOND)).isPresent();
    }

    @Test
    void aFileThatChangesTakesOverAndWithdrawsKeys() throws IOException {
        Files.writeString(file, line("first", FIRST));
        KeyRing ring = ring(Map.of());
        ring.read();

        Files.writeString(file, line("second", SECOND));
        ring.reread();
        ring.reread();

        assertThat(ring.keys().find(FIRST)).isEmpty();
        assertThat(ring.keys().find(SECOND)).isPresent();
    }

    @Test
    void aFileThatIsSeenHalfWrittenWithdrawsNothing() throws IOException {
        Files.writeString(file, line("first", FIRST) + line("second", SECOND));
        KeyRing ring = ring(Map.of());
        ring.read();

        for (String half : List.of("", line("first", FIRST), line("first", FIRST) + "second:vie")) {
            Files.writeString(file, half);
            ring.reread();
        }
        Files.writeString(
                file, line("first", FIRST) + line("second", SECOND) + line("third", "the-third-key-of-the-test"));
        ring.reread();

        assertThat(ring.keys().summary()).isEqualTo("first[viewer], second[viewer]");
        ring.reread();
        assertThat(ring.keys().summary()).isEqualTo("first[viewer], second[viewer], third[viewer]");
    }

    @Test
    void aFileWithAFaultLeavesTheKeysAsTheyWereAndSaysSoOnce() throws IOException {
        Files.writeString(file, line("first", FIRST));
        KeyRing ring = ring(Map.of());
        ring.read();

        List<String> messages = new ArrayList<>();
        try (LogCapture ignored = LogCapture.of(KeyRing.class, messages)) {
            Files.writeString(file, line("second", SECOND) + "third:viewer:" + SECOND);
            for (int i = 0; i < 3; i++) {
                ring.reread();
            }
            Files.delete(file);
            for (int i = 0; i < 3; i++) {
                ring.reread();
            }
        }

        assertThat(ring.keys().summary()).isEqualTo("first[viewer]");
        assertThat(messages)
                .containsExactly(
                        "The API keys stay as they were: streamlane.security.keys-file " + file
                                + ", line 2: the hash must be sha256: and 64 hexadecimal digits, as sha256sum prints them",
                        "The API keys stay as they were: streamlane.security.keys-file " + file
                                + " cannot be read: NoSuchFileException");
    }

    @Test
    void aFileThatIsMissingIsAFault() {
        assertThat(ring(Map.of()).read())
                .containsExactly("streamlane.security.keys-file " + file + " cannot be read: NoSuchFileException");
    }

    private KeyRing ring(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("streamlane.security.keys-file", file.toString());
        return new KeyRing(new SmallRyeConfigBuilder()
                .withMapping(StreamlaneConfig.class)
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(StreamlaneConfig.class));
    }

    private static String line(String name, String key) {
        return name + ":viewer:" + hash(key) + "\n";
    }

    private static String hash(String key) {
        return Keys.hash(key);
    }
}
