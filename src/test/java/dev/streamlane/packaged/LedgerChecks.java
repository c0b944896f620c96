package dev.streamlane.packaged;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.packaged.Ledger.Line;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What a ledger proves. */
record LedgerChecks(Ledger ledger) {
    /** Every job of every key was completed, and the first completions of a key stand in the order of their enqueueing. */
    void completeAndInOrder(String prefix, int keys, int perKey) {
        Map<String, Map<Integer, Line>> firsts = new HashMap<>();
        for (Line line : ledger.completions()) {
            firsts.computeIfAbsent(line.key(), key -> new LinkedHashMap<>()).putIfAbsent(line.n(), line);
        }
        List<Integer> wanted = IntStream.range(0, perKey).boxed().toList();
        for (int key = 0; key < keys; key++) {
            assertThat(firsts.getOrDefault(prefix + key, Map.of()).keySet())
                    .as("first completions of %s%d", prefix, key)
                    .containsExactlyElementsOf(wanted);
        }
    }

    /** Entries that were started more than once, with all of their starts. */
    Map<String, List<Line>> repeated() {
        Map<String, List<Line>> starts = ledger.starts().stream().collect(groupingBy(Line::entry));
        starts.values().removeIf(lines -> lines.size() == 1);
        return starts;
    }

    /** An entry was started again only where these processes had started it and not got it acknowledged. */
    void repeatedOnlyAfterFaultsOf(Set<Long> pids, int atMostEach) {
        Map<Long, Integer> victims = new HashMap<>();
        repeated().forEach((entry, starts) -> {
            for (Line start : starts.subList(0, starts.size() - 1)) {
                assertThat(pids)
                        .as("processes that left %s unfinished: %s", entry, starts)
                        .contains(start.pid());
                victims.merge(start.pid(), 1, Integer::sum);
            }
        });
        assertThat(victims.values()).as("started again, by process").allMatch(count -> count <= atMostEach);
    }

    /** Per partition, whoever starts a job has a higher epoch than all who started jobs there before and have ended. */
    void epochsNeverFall(Set<Long> exceptIn) {
        Map<Integer, Long> highest = new HashMap<>();
        for (Line start : ledger.starts()) {
            if (!exceptIn.contains(start.pid())) {
                long before = highest.merge(start.partition(), start.epoch(), Math::max);
                assertThat(start.epoch()).as("epoch of %s", start).isGreaterThanOrEqualTo(before);
            }
        }
    }

    /** No job was started more often than there were faults to repeat it for. */
    void attemptsUpTo(int most) {
        assertThat(ledger.starts()).allMatch(start -> start.attempt() >= 1 && start.attempt() <= most);
    }

    /** {@code stream id epoch} of all lines of a kind, as a {@link Trace} words it. */
    Set<String> entries(Cluster cluster, boolean done) {
        Set<String> entries = new HashSet<>();
        for (Line line : ledger.lines(line -> line.done() == done)) {
            entries.add(cluster.stream(line.partition()) + " " + line.entryId() + " " + line.epoch());
        }
        return entries;
    }
}
