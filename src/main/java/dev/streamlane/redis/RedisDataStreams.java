package dev.streamlane.redis;

import dev.streamlane.config.StreamlaneConfig;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.execution.EventLoop;
import dev.streamlane.streams.DataStreams;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads thousands of data streams over few connections. A read first {@link Looks looks} what is there, together with others
 * that were asked for at the same time. If that is nothing, its stream is {@link QuietStreams quiet}, and a blocking command
 * waits for it together with hundreds of others.
 *
 * <p>So a busy stream never has a part in a wait, which would have to be made anew for each of its batches; and a quiet one
 * costs nothing but its part in a command every {@code streamlane.redis.block}. In Redis Cluster a command may not touch
 * several slots: there each stream is looked at by itself, and quiet ones are looked at now and then.
 *
 * <p>All bookkeeping is done on one thread; what reads and waits hold belongs to it.
 */
@Singleton
final class RedisDataStreams implements DataStreams {
    private static final String CLUSTER = "cluster";

    private final EventLoop thread;
    private final Looks looks;
    private final QuietStreams quiet;

    @Inject
    RedisDataStreams(
            RedisLanes lanes,
            RedisKeys keys,
            WaitingPlaces places,
            Consumer me,
            StreamlaneConfig config,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") String clientType) {
        this(lanes, keys, places, me.incarnation(), config.streams().readBatch(), clientType.equalsIgnoreCase(CLUSTER));
    }

    /** @param single whether a command may name one stream only */
    RedisDataStreams(
            RedisLanes lanes, RedisKeys keys, WaitingPlaces places, String incarnation, int readBatch, boolean single) {
        RedisLane lane = lanes.open();
        Duration poll = lanes.settings().poll();
        AtomicInteger watches = new AtomicInteger();
        this.thread = new EventLoop(lanes.vertx());
        this.looks = new Looks(lane, thread, readBatch, single, poll, this::nothing);
        this.quiet = new QuietStreams(
                thread,
                single ? new WaitingPlaces(0) : places,
                poll,
                keeper -> {
                    String bell = keys.bell(incarnation, watches.incrementAndGet());
                    return new Watch(lanes, lane, thread, bell, readBatch, keeper);
                },
                looks::add);
    }

    @Override
    public Cursor open(String name, String after) {
        return new StreamCursor(this, name, after);
    }

    void ask(EntryRead read, Optional<Duration> limit) {
        thread.execute(() -> {
            limit.ifPresent(time -> limit(read, time));
            looks.add(read);
        });
    }

    void withdraw(EntryRead read) {
        thread.execute(() -> {
            read.withdraw();
            looks.remove(read);
            quiet.leave(read);
        });
    }

    private void limit(EntryRead read, Duration time) {
        if (time.isNegative() || time.isZero()) {
            read.hurry();
        } else {
            read.timed(thread.schedule(time, () -> {
                read.hurry();
                if (quiet.leave(read)) {
                    looks.add(read);
                }
            }));
        }
    }

    private void nothing(EntryRead read) {
        if (read.hurried()) {
            read.found(List.of());
        } else {
            quiet.join(read);
        }
    }
}
