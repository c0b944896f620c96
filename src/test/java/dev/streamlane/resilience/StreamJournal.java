package dev.streamlane.resilience;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.streamlane.job.AssignedStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What processors of streams did, in the order in which they did it. */
final class StreamJournal {
    private final List<Start> starts = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();

    /**
     * A processor was called.
     *
     * @param by which replica's, ours or foreign
     * @param assigned as a replica of ours got it; empty for a foreign client
     */
    record Start(String by, String name, Optional<AssignedStream> assigned) {}

    /** A processor returned. */
    record End(String by, String name) {}

    synchronized void started(String by, String name) {
        starts.add(new Start(by, name, Optional.empty()));
    }

    synchronized void started(String by, AssignedStream stream) {
        starts.add(new Start(by, stream.name(), Optional.of(stream)));
    }

    synchronized void ended(String by, String name) {
        ends.add(new End(by, name));
    }

    synchronized List<Start> starts(String by) {
        return starts.stream().filter(start -> start.by().equals(by)).toList();
    }

    /** The names of the streams that a replica has started. */
    Set<String> startedBy(String by) {
        Set<String> names = new TreeSet<>();
        starts(by).forEach(start -> names.add(start.name()));
        return names;
    }

    /** How often each stream was done. */
    synchronized Map<String, Long> done() {
        return ends.stream().collect(groupingBy(End::name, counting()));
    }
}
