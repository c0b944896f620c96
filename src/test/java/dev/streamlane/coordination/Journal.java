package dev.streamlane.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the fakes were asked to do, in order. */
final class Journal {
    private final List<String> lines = new ArrayList<>();

    synchronized void add(String line) {
        lines.add(line);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The lines that begin with one of {@code words}. */
    List<String> of(String... words) {
        Predicate<String> wanted = line -> List.of(words).stream().anyMatch(line::startsWith);
        return lines().stream().filter(wanted).toList();
    }

    synchronized void clear() {
        lines.clear();
    }
}
