package dev.streamlane.observability;

import dev.streamlane.consumer.JobEvents.Result;
import dev.streamlane.partition.GroupId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted about the jobs of one group. All meters are found once, so that a job costs no look-up. */
final class JobMeters {
    /**
     * Longer than this no job waits: an entry that does not say when it was enqueued looks as if it had waited since 1970,
     * and one of them would spoil the sum for good.
     */
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final Map<Result, Counter> processed;
    private final Counter retries;
    private final Counter deadLetters;
    private final Timer duration;
    private final Timer dispatchLatency;
    private final AtomicInteger inFlight = new AtomicInteger();

    JobMeters(MeterRegistry registry, GroupId group) {
        Tags tags = Metrics.of(group);
        processed = Metrics.outcomes(
                Result.class, registry, "streamlane.jobs.processed", tags, "Attempts that ended, by outcome");
        retries = Metrics.counter(
                registry, "streamlane.jobs.retries", tags, "Failed attempts that are followed by another one");
        deadLetters = Metrics.counter(registry, "streamlane.jobs.dead.letters", tags, "Jobs that were dead-lettered");
        duration = Metrics.timer(registry, "streamlane.jobs.duration", tags, "How long attempts took");
        dispatchLatency = Metrics.timer(
                registry,
                "streamlane.jobs.dispatch.latency",
                tags,
                "Time from a job's enqueueing to its start, by the clocks of the two hosts");
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
