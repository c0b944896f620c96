package dev.streamlane.observability;

import dev.streamlane.coordination.Ticker;
import dev.streamlane.streams.StreamEvents;
import dev.streamlane.streams.StreamSettings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts what this replica does for its stream services, by service. There are as many labels as the application has stream
 * processor beans; all counters of a service begin at zero with its first beat.
 */
@Singleton
final class StreamMetrics implements StreamEvents {
    private final MeterRegistry registry;
    private final Duration interval;
    private final Ticker ticker;
    private final ConcurrentMap<String, StreamMeters> services = new ConcurrentHashMap<>();

    StreamMetrics(MeterRegistry registry, StreamSettings settings, Ticker ticker) {
        this.registry = registry;
        this.interval = settings.interval();
        this.ticker = ticker;
    }

    @Override
    public void beat(String service, Duration took) {
        of(service).beats().beat(took, ticker.nanos());
    }

    @Override
    public void beatFailed(String service) {
        of(service).beats().failed(ticker.nanos());
    }

    @Override
    public void assigned(String service, boolean claimed) {
        of(service).assigned(claimed);
    }

    @Override
    public void started(String service) {
        of(service).started();
    }

    @Override
    public void ended(String service, Result result, Duration took) {
        of(service).ended(result, took);
    }

    @Override
    public void retrying(String service) {
        of(service).retrying();
    }

    @Override
    public void deadLettered(String service) {
        of(service).deadLettered();
    }

    @Override
    public void lockLost(String service) {
        of(service).lockLost();
    }

    @Override
    public void observed(String service, int held, long waiting, long unowned) {
        of(service).observed(held, waiting, unowned);
    }

    private StreamMeters of(String service) {
        return services.computeIfAbsent(service, absent -> new StreamMeters(registry, absent, interval));
    }
}
