package dev.streamlane.resilience;

import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.redis.RedisProcess;
import dev.streamlane.streams.StreamEvents;
import dev.streamlane.testing.TcpProxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One replica of a stream service, which is a process of its own otherwise: its own identity, its own connections. */
final class StreamReplica implements AutoCloseable {
    private final String id;
    private final TcpProxy proxy;
    private final RedisProcess redis;
    private final Heartbeat heartbeat;
    private final Counts counts;
    private Duration stopLimit = Duration.ofSeconds(5);

    StreamReplica(String id, TcpProxy proxy, RedisProcess redis, Heartbeat heartbeat, Counts counts) {
        this.id = id;
        this.proxy = proxy;
        this.redis = redis;
        this.heartbeat = heartbeat;
        this.counts = counts;
    }

    /** Counts what happens. */
    static final class Counts implements StreamEvents {
        private final AtomicInteger beats = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();

        @Override
        public void beat(String service, Duration took) {
            beats.incrementAndGet();
        }

        @Override
        public void lockLost(String service) {
            lost.incrementAndGet();
        }
    }

    String id() {
        return id;
    }

    int beats() {
        return counts.beats.get();
    }

    /** How many streams it was told not to have any more. */
    int lost() {
        return counts.lost.get();
    }

    /** Nothing of it reaches Redis any more: for everybody else, it has died. */
    void kill() {
        proxy.refuse();
        stopLimit = Duration.ZERO;
    }

    /** Hands everything over, as on SIGTERM. */
    void leave() {
        heartbeat.leave(stopLimit);
    }

    @Override
    public void close() {
        leave();
        redis.close();
        proxy.close();
    }
}
