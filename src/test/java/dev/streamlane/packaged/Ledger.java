package dev.streamlane.packaged;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What the processes wrote about the jobs they ran, in the order of the writes. A job is known by what it was enqueued as
 * (key and number) and by its entry: one that its producer enqueued again, for want of an answer, has two entries.
 */
public final class Ledger {
    private final LedgerFile file;
    private final List<Line> lines = new ArrayList<>();
    private final Set<String> completed = ConcurrentHashMap.newKeySet();

    Ledger(Path file) {
        this.file = new LedgerFile(file);
    }

    /**
     * One line.
     *
     * @param done a completion, else a start
     * @param nanos the monotonic clock, which all processes of a machine share
     * @param n the place among the jobs of its key
     */
    public record Line(
            boolean done,
            long pid,
            long nanos,
            String id,
            String key,
            int n,
            int partition,
            String entryId,
            long epoch,
            int attempt) {
        /** The entry, unique over all partitions. */
        String entry() {
            return partition + "/" + entryId;
        }

        /** What the producer wanted done. */
        String task() {
            return key + "#" + n;
        }

        private static Line parse(String text) {
            String[] field = text.split(" ");
            return new Line(
                    field[0].equals("done"),
                    Long.parseLong(field[1]),
                    Long.parseLong(field[2]),
                    field[3],
                    field[4],
                    Integer.parseInt(field[5]),
                    Integer.parseInt(field[6]),
                    field[7],
                    Long.parseLong(field[8]),
                    Integer.parseInt(field[9]));
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

    public synchronized List<Line> lines(Predicate<Line> wanted) {
        read();
        return lines.stream().filter(wanted).toList();
    }

    List<Line> starts() {
        return lines(line -> !line.done());
    }

    List<Line> completions() {
        return lines(Line::done);
    }

    /** How many different tasks have been completed so far. */
    synchronized int completed() {
        read();
        return completed.size();
    }

    private void read() {
        file.fresh().stream().map(Line::parse).forEach(this::add);
    }

    private void add(Line line) {
        lines.add(line);
        if (line.done()) {
            completed.add(line.task());
        }
    }
}
