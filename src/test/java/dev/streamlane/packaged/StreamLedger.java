package dev.streamlane.packaged;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the processes wrote about the data streams they had, in the order of the writes. */
final class StreamLedger {
    private final LedgerFile file;
    private final List<Line> lines = new ArrayList<>();
    private final Set<String> done = new HashSet<>();
    private final Map<String, Line> lastStarts = new HashMap<>();

    StreamLedger(Path file) {
        this.file = new LedgerFile(file);
    }

    /** What may happen to a stream. */
    enum Event {
        /** A processor begins, after the checkpoint. */
        START,
        /** It begins to work on an entry. */
        ENTRY,
        /** It has saved a checkpoint. */
        SAVED,
        /** It returns. */
        DONE
    }

    /**
     * One line.
     *
     * @param nanos the monotonic clock, which all processes of a machine share
     * @param claimedFrom who had it before; a dash for nobody
     * @param position how many entries of the stream come up to here
     */
    record Line(
            Event event, long pid, long nanos, String name, long epoch, int attempt, String claimedFrom, int position) {
        private static Line parse(String text) {
            String[] field = text.split(" ");
            return new Line(
                    Event.valueOf(field[0].toUpperCase(Locale.ROOT)),
                    Long.parseLong(field[1]),
                    Long.parseLong(field[2]),
                    field[3],
                    Long.parseLong(field[4]),
                    Integer.parseInt(field[5]),
                    field[6],
                    Streams.position(field[7]));
        }
    }

    Path file() {
        return file.path();
    }

    /** All lines so far. */
    synchronized List<Line> lines() {
        read();
        return List.copyOf(lines);
    }

    List<Line> lines(Event event) {
        return lines().stream().filter(line -> line.event() == event).toList();
    }

    /** How many different streams are done so far. */
    synchronized int done() {
        read();
        return done.size();
    }

    /** The last start of each stream, by its name. */
    synchronized Map<String, Line> lastStarts() {
        read();
        return Map.copyOf(lastStarts);
    }

    private void read() {
        file.fresh().stream().map(Line::parse).forEach(this::add);
    }

    private void add(Line line) {
        lines.add(line);
        if (line.event() == Event.DONE) {
            done.add(line.name());
        } else if (line.event() == Event.START) {
            lastStarts.put(line.name(), line);
        }
    }
}
