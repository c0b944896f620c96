package dev.streamlane.rest;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.stats.GroupStats;
import dev.streamlane.stats.Processed;
import dev.streamlane.stats.ServiceStats;
import dev.streamlane.stats.Stats;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a replica has processed. What is counted are attempts that ended, by how they ended.
 *
 * @param consumer the replica
 * @param since when it was started; all counts begin there, but for what is recent
 * @param topics the topics it consumes, each with its group
 * @param services the stream services it serves
 */
record StatsView(String consumer, Instant since, List<TopicActivity> topics, List<ServiceActivity> services) {
    /**
     * What it did for a topic.
     *
     * @param topic the topic
     * @param group the consumer group in which it did so
     * @param processed attempts by outcome
     * @param processingTime how long they took
     * @param recent the last of them
     */
    record TopicActivity(
            String topic,
            String group,
            Map<String, Long> processed,
            ProcessingTime processingTime,
            RecentActivity recent) {
        static TopicActivity of(GroupStats stats) {
            return new TopicActivity(
                    stats.group().topic(),
                    stats.group().group(),
                    byOutcome(stats.processed()),
                    ProcessingTime.of(stats.processed()),
                    RecentActivity.of(stats.recent()));
        }
    }

    /**
     * What it did for a stream service.
     *
     * @param service the service
     * @param assigned how many streams it was assigned
     * @param claimed how many of them another consumer had before
     * @param held how many it had at its last beat
     * @param processed attempts by outcome
     * @param processingTime how long they took
     * @param recent the last of them
     */
    record ServiceActivity(
            String service,
            long assigned,
            long claimed,
            int held,
            Map<String, Long> processed,
            ProcessingTime processingTime,
            RecentActivity recent) {
        static ServiceActivity of(ServiceStats stats) {
            return new ServiceActivity(
                    stats.service(),
                    stats.assigned(),
                    stats.claimed(),
                    stats.held(),
                    byOutcome(stats.processed()),
                    ProcessingTime.of(stats.processed()),
                    RecentActivity.of(stats.recent()));
        }
    }

    /**
     * What it did lately.
     *
     * @param seconds how far back that goes; the second under way counts as one
     * @param processed attempts by outcome
     * @param processingTime how long they took
     */
    record RecentActivity(long seconds, Map<String, Long> processed, ProcessingTime processingTime) {
        static RecentActivity of(Processed<?> recent) {
            return new RecentActivity(Stats.RECENT.toSeconds(), byOutcome(recent), ProcessingTime.of(recent));
        }
    }

    /**
     * How long attempts took, in milliseconds; zero if there were none.
     *
     * @param count how many there were
     * @param mean on average
     * @param max the longest of them
     */
    record ProcessingTime(long count, double mean, double max) {
        private static final double NANOS_PER_MILLI = Duration.ofMillis(1).toNanos();

        static ProcessingTime of(Processed<?> attempts) {
            return new ProcessingTime(attempts.count(), millis(attempts.mean()), millis(attempts.longest()));
        }

        private static double millis(Duration time) {
            return time.toNanos() / NANOS_PER_MILLI;
        }
    }

    static StatsView of(Consumer me, Stats stats) {
        return new StatsView(
                me.id(),
                stats.since(),
                stats.groups().stream().map(TopicActivity::of).toList(),
                stats.services().stream().map(ServiceActivity::of).toList());
    }

    private static Map<String, Long> byOutcome(Processed<?> attempts) {
        Map<String, Long> counts = new LinkedHashMap<>();
        attempts.results().forEach((result, count) -> counts.put(result.name().toLowerCase(Locale.ROOT), count));
        return counts;
    }
}
