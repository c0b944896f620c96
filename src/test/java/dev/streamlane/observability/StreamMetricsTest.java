package dev.streamlane.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.StreamEvents.Result;
import dev.streamlane.streams.StreamSettings;
import dev.streamlane.testing.ManualLoop;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamMetricsTest {
    private static final String SERVICE = "load-balance-demo";
    private static final Tags TAGS = Tags.of("service", SERVICE);
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final StreamSettings SETTINGS = new StreamSettings(
            100,
            INTERVAL.multipliedBy(3),
            5,
            Duration.ofMillis(500),
            65_536,
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5));

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ManualLoop ticker = new ManualLoop();
    private final StreamMetrics metrics = new StreamMetrics(registry, SETTINGS, ticker);

    @Test
    void countersBeginAtZeroWithTheFirstBeat() {
        metrics.beatFailed(SERVICE);

        assertThat(registry.find("streamlane.streams.processed").tags(TAGS).counters())
                .hasSameSizeAs(Result.values())
                .extracting(Counter::count)
                .containsOnly(0.0);
        assertThat(assigned("new")).isZero();
        assertThat(assigned("claimed")).isZero();
        assertThat(counter("streamlane.streams.retries")).isZero();
        assertThat(counter("streamlane.streams.dead.letters")).isZero();
        assertThat(counter("streamlane.streams.locks.lost")).isZero();
        assertThat(gauge("held")).isZero();
    }

    @Test
    void newStreamsAndClaimedOnesAreCountedApart() {
        metrics.assigned(SERVICE, false);
        metrics.assigned(SERVICE, false);
        metrics.assigned(SERVICE, true);

        assertThat(assigned("new")).isEqualTo(2);
        assertThat(assigned("claimed")).isEqualTo(1);
    }

    @Test
    void attemptsAreCountedByOutcomeAndTimed() {
        run(Result.DONE, Duration.ofSeconds(4));
        run(Result.HANDED_OVER, Duration.ofSeconds(1));

        assertThat(processed("done")).isEqualTo(1);
        assertThat(processed("handed_over")).isEqualTo(1);
        assertThat(processed("disowned")).isZero();
        assertThat(registry.get("streamlane.streams.duration")
                        .tags(TAGS)
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(5);
    }

    @Test
    void whatRunsIsInFlight() {
        metrics.started(SERVICE);
        metrics.started(SERVICE);
        metrics.ended(SERVICE, Result.FAILED, Duration.ZERO);

        assertThat(gauge("in.flight")).isEqualTo(1);
    }

    @Test
    void servicesAreCountedApart() {
        metrics.retrying(SERVICE);
        metrics.deadLettered(SERVICE);
        metrics.lockLost(SERVICE);
        metrics.retrying("another");

        assertThat(counter("streamlane.streams.retries")).isEqualTo(1);
        assertThat(counter("streamlane.streams.dead.letters")).isEqualTo(1);
        assertThat(counter("streamlane.streams.locks.lost")).isEqualTo(1);
    }

    @Test
    void lastBeatSaysWhatIsHeldAndWhatWaits() {
        metrics.observed(SERVICE, 1, 2, 3);
        metrics.observed(SERVICE, 4, 50, 6);

        assertThat(gauge("held")).isEqualTo(4);
        assertThat(gauge("waiting")).isEqualTo(50);
        assertThat(gauge("unowned")).isEqualTo(6);
    }

    @Test
    void beatsAreTimedAndFailedAndLateOnesCounted() {
        metrics.beat(SERVICE, Duration.ofMillis(4));
        ticker.advance(INTERVAL);
        metrics.beatFailed(SERVICE);
        assertThat(counter("streamlane.streams.beats.late")).isZero();
        ticker.advance(INTERVAL.multipliedBy(3).dividedBy(2));
        metrics.beat(SERVICE, Duration.ofMillis(6));

        assertThat(registry.get("streamlane.streams.beats").tags(TAGS).timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(10);
        assertThat(counter("streamlane.streams.beats.failed")).isEqualTo(1);
        assertThat(counter("streamlane.streams.beats.late")).isEqualTo(1);
    }

    private void run(Result result, Duration took) {
        metrics.started(SERVICE);
        metrics.ended(SERVICE, result, took);
    }

    private double assigned(String kind) {
        return registry.get("streamlane.streams.assigned")
                .tags(TAGS.and("kind", kind))
                .counter()
                .count();
    }

    private double processed(String outcome) {
        return registry.get("streamlane.streams.processed")
                .tags(TAGS.and("outcome", outcome))
                .counter()
                .count();
    }

    private double counter(String name) {
        return registry.get(name).tags(TAGS).counter().count();
    }

    private double gauge(String name) {
        return registry.get("streamlane.streams." + name).tags(TAGS).gauge().value();
    }
}
