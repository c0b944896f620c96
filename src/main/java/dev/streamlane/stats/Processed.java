package dev.streamlane.stats;

import java.time.Duration;
import java.util.Map;

/**
 * Attempts that ended.
 *
 * @param results how many ended how; every result has its count
 * @param mean how long they took on average; zero if there were none
 * @param longest how long the longest of them took; zero if there were none
 */
public record Processed<R extends Enum<R>>(Map<R, Long> results, Duration mean, Duration longest) {
    /** How many there were. */
    public long count() {
        return results.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many ended so. */
    public long count(R result) {
        return results.get(result);
    }
}
