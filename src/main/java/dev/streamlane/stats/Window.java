package dev.streamlane.stats;

import dev.streamlane.coordination.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The attempts of the current second and the nine before it, which is never more than ten seconds: one tally for each, in a
 * ring. A tally is used again when its second comes round, so that nothing has to be done while nothing happens. Not for
 * concurrent use.
 */
final class Window<R extends Enum<R>> {
    static final Duration LENGTH = Duration.ofSeconds(10);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Class<R> kind;
    private final Ticker ticker;
    private final long origin;
    private final List<Slot<R>> ring;

    private static final class Slot<R extends Enum<R>> {
        private final Tally<R> tally;
        private long second;

        Slot(Class<R> kind) {
            this.tally = new Tally<>(kind);
        }
    }

    /** @param kind how attempts may end */
    Window(Class<R> kind, Ticker ticker) {
        this.kind = kind;
        this.ticker = ticker;
        this.origin = ticker.nanos();
        this.ring = Stream.generate(() -> new Slot<>(kind))
                .limit(LENGTH.toSeconds())
                .toList();
    }

    void add(R result, long took) {
        long second = second();
        Slot<R> slot = ring.get((int) (second % ring.size()));
        if (slot.second != second) {
            slot.second = second;
            slot.tally.clear();
        }
        slot.tally.add(result, took);
    }

    Processed<R> processed() {
        Tally<R> sum = new Tally<>(kind);
        long second = second();
        ring.stream().filter(slot -> second - slot.second < ring.size()).forEach(slot -> sum.add(slot.tally));
        return sum.processed();
    }

    /** Seconds since the beginning: differences of the ticker are right even when it overflows. */
    private long second() {
        return (ticker.nanos() - origin) / SECOND;
    }
}
