package dev.streamlane.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What is counted about the beats of one part that this replica plays. */
final class BeatMeters {
    private final Timer beats;
    private final Counter failed;
    private final Counter late;
    private final long lateNanos;
    private volatile boolean answered;
    private boolean beaten;
    private long lastBeat;

    /**
     * @param name what the beats' metrics are called; those of failed and late ones begin with it, and whether the last one
     *     was answered
     * @param interval how often it is to beat
     */
    BeatMeters(MeterRegistry registry, String name, Tags tags, Duration interval) {
        beats = Metrics.timer(registry, name, tags, "Heartbeats that Redis answered, with all that came of them");
        failed = Metrics.counter(registry, name + ".failed", tags, "Heartbeats that found Redis unreachable");
        late = Metrics.counter(registry, name + ".late", tags, "Heartbeats that came half an interval late or more");
        Gauge.builder(name + ".answered", this, meters -> meters.answered ? 1 : 0)
                .description("1 if Redis answered the last heartbeat, 0 if not")
                .tags(tags)
                .register(registry);
        lateNanos = interval.multipliedBy(3).dividedBy(2).toNanos();
    }

    /** A beat that Redis answered ended at the monotonic instant {@code now}. */
    void beat(Duration took, long now) {
        answered = true;
        beats.record(took);
        checkPunctuality(now);
    }

    /** A beat that Redis did not answer ended at the monotonic instant {@code now}. */
    void failed(long now) {
        answered = false;
        failed.increment();
        checkPunctuality(now);
    }

    private synchronized void checkPunctuality(long now) {
        if (beaten && now - lastBeat >= lateNanos) {
            late.increment();
        }
        beaten = true;
        lastBeat = now;
    }
}
