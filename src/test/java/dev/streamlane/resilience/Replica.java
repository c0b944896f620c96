package dev.streamlane.resilience;

import dev.streamlane.coordination.Beating.Status;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.CoordinationEvents;
import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.partition.GroupId;
import dev.streamlane.redis.RedisProcess;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** One replica of the application, which is a process of its own otherwise: its own identity, its own connections. */
final class Replica implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final Consumer me;
    private final RedisProcess redis;
    private final Heartbeat heartbeat;
    private final Counts counts;

    Replica(Consumer me, RedisProcess redis, Heartbeat heartbeat, Counts counts) {
        this.me = me;
        this.redis = redis;
        this.heartbeat = heartbeat;
        this.counts = counts;
    }

    /** Counts what a coordinator tells. */
    static final class Counts implements CoordinationEvents {
        private final AtomicInteger beats = new AtomicInteger();
        private final AtomicInteger failedBeats = new AtomicInteger();
        private final AtomicInteger rebalances = new AtomicInteger();
        private final AtomicInteger lostLeases = new AtomicInteger();

        @Override
        public void beat(GroupId group, Duration took) {
            beats.incrementAndGet();
        }

        @Override
        public void beatFailed(GroupId group) {
            failedBeats.incrementAndGet();
        }

        @Override
        public void rebalanced(GroupId group) {
            rebalances.incrementAndGet();
        }

        @Override
        public void leaseLost(GroupId group, int partition) {
            lostLeases.incrementAndGet();
        }
    }

    Consumer me() {
        return me;
    }

    int beats() {
        return counts.beats.get();
    }

    int failedBeats() {
        return counts.failedBeats.get();
    }

    int rebalances() {
        return counts.rebalances.get();
    }

    int lostLeases() {
        return counts.lostLeases.get();
    }

    /** The partitions it consumes. */
    Set<Integer> owned() {
        Set<Integer> owned = new TreeSet<>();
        for (Status status : heartbeat.statuses()) {
            NUMBER.matcher(status.owned()).results().forEach(found -> owned.add(Integer.valueOf(found.group())));
        }
        return owned;
    }

    @Override
    public void close() {
        heartbeat.leave(STOP_LIMIT);
        redis.close();
    }
}
