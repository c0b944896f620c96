package dev.streamlane.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.job.Job;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What processors did, in the order in which they did it; checks the guarantees against it. */
final class Ledger {
    private final List<Start> starts = new ArrayList<>();
    private final Set<String> finished = new HashSet<>();
    private int interrupts;

    /** A processor was called. */
    record Start(Consumer by, Job<String> job) {}

    synchronized void started(Consumer by, Job<String> job) {
        starts.add(new Start(by, job));
    }

    synchronized void finished(Job<String> job) {
        finished.add(job.id());
    }

    synchronized void interrupted() {
        interrupts++;
    }

    synchronized List<Start> starts() {
        return List.copyOf(starts);
    }

    synchronized int interrupts() {
        return interrupts;
    }

    synchronized int finished() {
        return finished.size();
    }

    synchronized boolean finished(String id) {
        return finished.contains(id);
    }

    /** G2: an epoch of a partition is one consumer's. */
    void assertOneHolderPerEpoch() {
        Map<String, Consumer> holders = new HashMap<>();
        for (Start start : starts()) {
            String lease = start.job().partition() + "@" + start.job().epoch();
            assertThat(start.by())
                    .as("G2 ONE HOLDER of %s", lease)
                    .isEqualTo(holders.computeIfAbsent(lease, l -> start.by()));
        }
    }

    /** G3: the jobs of a key started in the order in which they were enqueued. */
    void assertKeysInOrder() {
        Map<String, Map<String, String>> firsts = new TreeMap<>();
        for (Start start : starts()) {
            firsts.computeIfAbsent(start.job().key(), key -> new LinkedHashMap<>())
                    .putIfAbsent(start.job().id(), start.job().entryId());
        }
        firsts.forEach((key, jobs) -> assertThat(List.copyOf(jobs.values()))
                .as("G3 KEYS IN ORDER: %s", key)
                .isSortedAccordingTo(Comparator.comparing(Ledger::place)));
    }

    /** Entry IDs as texts that sort as they do. */
    private static String place(String entryId) {
        String[] halves = entryId.split("-");
        return "%20s-%20s".formatted(halves[0], halves[1]);
    }
}
