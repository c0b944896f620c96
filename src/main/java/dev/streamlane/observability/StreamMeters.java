package dev.streamlane.observability;

import dev.streamlane.streams.StreamEvents.Result;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/** What is counted about the streams of one service. */
final class StreamMeters {
    private final BeatMeters beats;
    private final Counter assigned;
    private final Counter claimed;
    private final Map<Result, Counter> processed;
    private final Counter retries;
    private final Counter deadLetters;
    private final Counter locksLost;
    private final Timer duration;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile int held;
    private volatile long waiting;
    private volatile long unowned;

    /** @param interval how often it is to beat */
    StreamMeters(MeterRegistry registry, String service, Duration interval) {
        Tags tags = Metrics.ofService(service);
        beats = new BeatMeters(registry, "streamlane.streams.beats", tags, interval);
        assigned = assigned(registry, tags.and("kind", "new"));
        claimed = assigned(registry, tags.and("kind", "claimed"));
        processed = Metrics.outcomes(
                Result.class, registry, "streamlane.streams.processed", tags, "Attempts that ended, by outcome");
        retries = Metrics.counter(
                registry, "streamlane.streams.retries", tags, "Failed attempts that are followed by another one");
        deadLetters = Metrics.counter(
                registry,
                "streamlane.streams.dead.letters",
                tags,
                "Streams, and entries that are no assignment, that were dead-lettered");
        locksLost = Metrics.counter(
                registry, "streamlane.streams.locks.lost", tags, "Locks lost before the processor had returned");
        duration = Metrics.timer(registry, "streamlane.streams.duration", tags, "How long attempts took");
        gauge(registry, tags, "in.flight", "Processors that run in this replica now", meters -> meters.inFlight.get());
        gauge(registry, tags, "held", "Streams that this replica had at its last beat", meters -> meters.held);
        gauge(
                registry,
                tags,
                "waiting",
                "Entries that nobody had read at the last beat; each replica shows the same ones",
                meters -> meters.waiting);
        gauge(
                registry,
                tags,
                "unowned",
                "Streams that were nobody's at the last beat; each replica shows the same ones",
                meters -> meters.unowned);
    }

    BeatMeters beats() {
        return beats;
    }

    void assigned(boolean another) {
        (another ? claimed : assigned).increment();
    }

    void started() {
        inFlight.incrementAndGet();
    }

    void ended(Result result, Duration took) {
        inFlight.decrementAndGet();
        processed.get(result).increment();
        duration.record(took);
    }

    void retrying() {
        retries.increment();
    }

    void deadLettered() {
        deadLetters.increment();
    }

    void lockLost() {
        locksLost.increment();
    }

    void observed(int nowHeld, long nowWaiting, long nowUnowned) {
        held = nowHeld;
        waiting = nowWaiting;
        unowned = nowUnowned;
    }

    private static Counter assigned(MeterRegistry registry, Tags tags) {
        return Metrics.counter(
                registry, "streamlane.streams.assigned", tags, "Streams that were assigned to this replica");
    }

    private void gauge(
            MeterRegistry registry, Tags tags, String name, String description, ToDoubleFunction<StreamMeters> value) {
        Gauge.builder("streamlane.streams." + name, this, value)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
