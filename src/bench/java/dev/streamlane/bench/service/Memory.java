package dev.streamlane.bench.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process occupies, as Linux tells it. */
public record Memory(long pid) {
    private static final double KIB_PER_MIB = 1024;

    /** Resident memory in MiB; nothing where there is no {@code /proc}. */
    public OptionalDouble residentMib() {
        return status("VmRSS");
    }

    /** The most that it was since the start. */
    public OptionalDouble peakMib() {
        return status("VmHWM");
    }

    private OptionalDouble status(String name) {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        if (!Files.exists(status)) {
            return OptionalDouble.empty();
        }
        try {
            Matcher value = Pattern.compile(name + ":\\s*(\\d+) kB").matcher(Files.readString(status));
            return value.find()
                    ? OptionalDouble.of(Long.parseLong(value.group(1)) / KIB_PER_MIB)
                    : OptionalDouble.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
