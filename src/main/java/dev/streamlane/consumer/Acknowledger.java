package dev.streamlane.consumer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Knows which entries of a partition are held here, and what Redis is still to be told about them. Confined to the group's
 * thread.
 */
final class Acknowledger {
    private final Set<String> held = new HashSet<>();
    private List<String> done = new ArrayList<>();
    private Map<String, Integer> failed = new HashMap<>();

    /**
     * What a step is to write.
     *
     * @param done entries to acknowledge
     * @param failed attempts used by entry
     */
    record Report(List<String> done, Map<String, Integer> failed) {}

    /** An entry came in; whether it was not held already. */
    boolean take(String id) {
        return held.add(id);
    }

    /** How many entries are held, those with an unwritten acknowledgement included. */
    int held() {
        return held.size();
    }

    /** The job is done. */
    void done(String id) {
        done.add(id);
    }

    /** The job has failed and will be tried again. */
    void failed(String id, int attempts) {
        failed.put(id, attempts);
    }

    /** The entry is not pending any more. */
    void gone(String id) {
        held.remove(id);
        failed.remove(id);
    }

    /** Whether there is nothing to write. */
    boolean isEmpty() {
        return done.isEmpty() && failed.isEmpty();
    }

    /** Takes out what there is to write; it comes back by {@link #written} or {@link #unwritten}. */
    Report report() {
        Report report = new Report(done, failed);
        done = new ArrayList<>(report.done.size());
        failed = new HashMap<>();
        return report;
    }

    /** The report stands in Redis. */
    void written(Report report) {
        report.done.forEach(held::remove);
    }

    /** It is unknown whether the report stands in Redis; writing it again does no harm. */
    void unwritten(Report report) {
        done.addAll(0, report.done);
        report.failed.forEach(failed::putIfAbsent);
    }
}
