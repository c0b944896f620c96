package dev.streamlane.stats;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Counts attempts by how they ended, and how long they took. Not for concurrent use. */
final class Tally<R extends Enum<R>> {
    private final Class<R> kind;
    private final long[] counts;
    /** Many streams that last for long add up to more than a {@code long} holds, within days. */
    private double nanos;

    private long longest;

    /** @param kind how attempts may end */
    Tally(Class<R> kind) {
        this.kind = kind;
        this.counts = new long[kind.getEnumConstants().length];
    }

    void add(R result, long took) {
        counts[result.ordinal()]++;
        nanos += took;
        longest = Math.max(longest, took);
    }

    void add(Tally<R> other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        nanos += other.nanos;
        longest = Math.max(longest, other.longest);
    }

    void clear() {
        Arrays.fill(counts, 0);
        nanos = 0;
        longest = 0;
    }

    Processed<R> processed() {
        Map<R, Long> results = new EnumMap<>(kind);
        for (R result : kind.getEnumConstants()) {
            results.put(result, counts[result.ordinal()]);
        }
        long count = Arrays.stream(counts).sum();
        Duration mean = Duration.ofNanos(count == 0 ? 0 : Math.round(nanos / count));
        return new Processed<>(Collections.unmodifiableMap(results), mean, Duration.ofNanos(longest));
    }
}
