package dev.streamlane.observability;

import dev.streamlane.consumer.JobEvents.Result;
import dev.streamlane.partition.GroupId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted about the jobs of one group. All meters are found once, so that a job costs no look-up. */
final class JobMeters {
    /**
     * Longer than this no job waits: an entry that does not say when it was enqueued looks as if it had waited since 1970,
     * and one of them would spoil the sum for good.
     */
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final Map<Result, Counter> processed = new EnumMap<>(Result.class);
    private final Counter retries;
    private final Counter deadLetters;
    private final Timer duration;
    private final Timer dispatchLatency;
    private final AtomicInteger inFlight = new AtomicInteger();

    JobMeters(MeterRegistry registry, GroupId group) {
        Tags tags = Metrics.of(group);
        for (Result result : Result.values()) {
            Counter counter = Counter.builder("streamlane.jobs.processed")
                    .description("Attempts that ended, by outcome")
                    .tags(tags.and("outcome", result.name().toLowerCase(Locale.ROOT)))
                    .register(registry);
            processed.put(result, counter);
        }
        retries = Counter.builder("streamlane.jobs.retries")
                .description("Failed attempts that are followed by another one")
                .tags(tags)
                .register(registry);
        deadLetters = Counter.builder("streamlane.jobs.dead.letters")
                .description("Jobs that were dead-lettered")
                .tags(tags)
                .register(registry);
        duration = Timer.builder("streamlane.jobs.duration")
                .description("How long attempts took")
                .tags(tags)
                .serviceLevelObjectives(Metrics.buckets())
                .register(registry);
        dispatchLatency = Timer.builder("streamlane.jobs.dispatch.latency")
                .description("Time from a job's enqueueing to its start, by the clocks of the two hosts")
                .tags(tags)
                .serviceLevelObjectives(Metrics.buckets())
                .register(registry);
        Gauge.builder("streamlane.jobs.in.flight", inFlight, AtomicInteger::get)
                .description("Jobs that run in this replica now")
                .tags(tags)
                .register(registry);
    }

    void started(Duration waited) {
        inFlight.incrementAndGet();
        if (waited.compareTo(LONGEST_WAIT) < 0) {
            // The clock of the producer's host may be ahead of ours.
            dispatchLatency.record(waited.isNegative() ? Duration.ZERO : waited);
        }
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
}
