package dev.streamlane.producer;

import dev.streamlane.topic.Retention;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** One {@link TopicLane} for each topic that exists and was written to. */
public final class TopicLanes {
    private final JobLog log;
    private final DelayLog delays;
    private final Retention retention;
    private final Clock clock;
    private final EnqueueEvents events;
    private final ConcurrentMap<String, TopicLane> lanes = new ConcurrentHashMap<>();

    public TopicLanes(JobLog log, DelayLog delays, Retention retention, Clock clock, EnqueueEvents events) {
        this.log = log;
        this.delays = delays;
        this.retention = retention;
        this.clock = clock;
        this.events = events;
    }

    TopicLane of(String topic) {
        return lanes.computeIfAbsent(topic, name -> {
            Rooms rooms = new Rooms(name, retention, clock);
            return new TopicLane(name, new BatchWriter(name, log, delays, rooms, events));
        });
    }
}
