package dev.streamlane.producer;

import dev.streamlane.topic.Retention;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/** One {@link TopicLane} for each topic that exists and was written to. */
public final class TopicLanes {
    private final JobLog log;
    private final DelayLog delays;
    private final Backlogs backlogs;
    private final Retention retention;
    private final Clock clock;
    private final LongSupplier nanos;
    private final EnqueueEvents events;
    private final ConcurrentMap<String, TopicLane> lanes = new ConcurrentHashMap<>();

    /** @param nanos the monotonic clock */
    public TopicLanes(
            JobLog log,
            DelayLog delays,
            Backlogs backlogs,
            Retention retention,
            Clock clock,
            LongSupplier nanos,
            EnqueueEvents events) {
        this.log = log;
        this.delays = delays;
        this.backlogs = backlogs;
        this.retention = retention;
        this.clock = clock;
        this.nanos = nanos;
        this.events = events;
    }

    TopicLane of(String topic) {
        return lanes.computeIfAbsent(topic, name -> {
            Rooms rooms = new Rooms(name, retention, clock);
            return new TopicLane(
                    name,
                    new BatchWriter(name, log, delays, rooms, events),
                    new BacklogGuard(name, backlogs, nanos, events));
        });
    }
}
