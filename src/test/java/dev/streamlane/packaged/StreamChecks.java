package dev.streamlane.packaged;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.packaged.StreamLedger.Event;
import dev.streamlane.packaged.StreamLedger.Line;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What a ledger of streams proves. */
record StreamChecks(StreamLedger ledger) {
    /** Every stream was worked through to its last entry. */
    void allDone(String prefix, int count, int entries) {
        List<String> names = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
        assertThat(byName(Event.DONE).keySet()).as("streams that are done").containsExactlyInAnyOrderElementsOf(names);
        assertThat(ledger.lines(Event.DONE)).allMatch(line -> line.position() == entries);
    }

    /** How often a stream was started again. */
    int restarts() {
        return byName(Event.START).values().stream()
                .mapToInt(starts -> starts.size() - 1)
                .sum();
    }

    /** A stream was started again, and done again, only where one of these processes had had it before. */
    void againOnlyAfterFaultsOf(Set<Long> pids) {
        for (Event event : List.of(Event.START, Event.DONE)) {
            byName(event).forEach((name, lines) -> assertThat(lines.subList(0, lines.size() - 1))
                    .as("each %s of %s but the last", event, name)
                    .allSatisfy(line -> assertThat(pids).contains(line.pid())));
        }
    }

    /**
     * Each attempt went on from a checkpoint entry by entry, whatever earlier attempts had saved was behind that checkpoint,
     * and nothing was ahead of it that no attempt had worked on.
     */
    void continuedFromCheckpoints() {
        ledger.lines().stream().collect(groupingBy(Line::name)).forEach(StreamChecks::continued);
    }

    /** Nobody's attempts were used up: what a fault hit had made progress before, or had only begun. */
    void attemptsUpTo(int most) {
        assertThat(ledger.lines()).allMatch(line -> line.attempt() >= 1 && line.attempt() <= most);
    }

    /** How many of the streams with this prefix each process was the first to start. */
    Map<Long, Long> shares(String prefix) {
        return byName(Event.START).entrySet().stream()
                .filter(stream -> stream.getKey().startsWith(prefix))
                .map(stream -> stream.getValue().get(0))
                .collect(groupingBy(Line::pid, counting()));
    }

    private Map<String, List<Line>> byName(Event event) {
        return ledger.lines(event).stream().collect(groupingBy(Line::name));
    }

    private static void continued(String name, List<Line> lines) {
        Map<Long, List<Line>> attempts = lines.stream().collect(groupingBy(Line::epoch, TreeMap::new, toList()));
        int saved = 0;
        int seen = 0;
        for (List<Line> attempt : attempts.values()) {
            assertThat(attempt.get(0).event()).as("first of %s", attempt).isEqualTo(Event.START);
            assertThat(attempt.stream().map(Line::pid).distinct())
                    .as("owners of %s under one epoch", name)
                    .hasSize(1);
            int start = attempt.get(0).position();
            assertThat(start)
                    .as("checkpoint of %s, entries saved and seen before: %s", name, lines)
                    .isBetween(saved, seen);
            List<Integer> entries = positions(attempt, Event.ENTRY);
            assertThat(entries)
                    .isEqualTo(IntStream.rangeClosed(start + 1, start + entries.size())
                            .boxed()
                            .toList());
            saved = Math.max(saved, last(positions(attempt, Event.SAVED)));
            seen = Math.max(seen, last(entries));
        }
    }

    private static List<Integer> positions(List<Line> lines, Event event) {
        return lines.stream()
                .filter(line -> line.event() == event)
                .map(Line::position)
                .toList();
    }

    private static int last(List<Integer> positions) {
        return positions.isEmpty() ? 0 : positions.get(positions.size() - 1);
    }
}
