package dev.streamlane.producer;

import dev.streamlane.producer.Backlogs.Backlog;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * The backlogs of a topic's groups as they were seen at one time, and how fast they drain.
 *
 * @param since when, by the monotonic clock, in nanoseconds
 * @param loads one for each group, the largest first
 */
record BacklogView(long since, List<Load> loads) {
    /** When to try again while nothing drains, or nobody knows how fast. */
    static final Duration RETRY_UNKNOWN = Duration.ofSeconds(10);

    /** More would be a guess. */
    static final Duration RETRY_AT_MOST = Duration.ofHours(1);

    /** Over a shorter time than this a rate says little: jobs are acknowledged many at once. */
    private static final long SPAN_NANOS = 1_000_000_000;

    /**
     * One group.
     *
     * @param group which; {@code null} if the topic has no group yet
     * @param jobs its backlog
     * @param finished how many jobs it had finished when the rate was measured last; negative if unknown
     * @param measured when that was
     * @param rate how many jobs it finishes in a second; 0 if unknown
     */
    record Load(String group, long jobs, long finished, long measured, double rate) {
        private static Load of(Backlog seen, long now, BacklogView before) {
            Load last = before == null ? null : before.of(seen.group());
            if (last == null || last.finished < 0 || seen.finished() < 0) {
                return new Load(seen.group(), seen.jobs(), seen.finished(), now, 0);
            }
            long span = now - last.measured;
            if (span < SPAN_NANOS) {
                return new Load(seen.group(), seen.jobs(), last.finished, last.measured, last.rate);
            }
            double rate = Math.max(0, seen.finished() - last.finished) * 1e9 / span;
            return new Load(seen.group(), seen.jobs(), seen.finished(), now, rate);
        }

        /** When so many of its jobs will be finished, as far as that can be told. */
        Duration drained(long excess) {
            if (rate == 0) {
                return RETRY_UNKNOWN;
            }
            double seconds = Math.ceil(excess / rate);
            return seconds >= RETRY_AT_MOST.toSeconds()
                    ? RETRY_AT_MOST
                    : Duration.ofSeconds(Math.max(1, (long) seconds));
        }
    }

    /** What is seen now, after what was seen {@code before}, which may be {@code null}. */
    static BacklogView of(List<Backlog> seen, long now, BacklogView before) {
        return new BacklogView(
                now,
                seen.stream()
                        .map(backlog -> Load.of(backlog, now, before))
                        .sorted(Comparator.comparingLong(Load::jobs).reversed())
                        .toList());
    }

    /** The group that has the most. */
    Load largest() {
        return loads.get(0);
    }

    private Load of(String group) {
        return loads.stream()
                .filter(load -> group == null ? load.group == null : group.equals(load.group))
                .findFirst()
                .orElse(null);
    }
}
