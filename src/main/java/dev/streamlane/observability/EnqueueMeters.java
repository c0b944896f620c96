package dev.streamlane.observability;

import dev.streamlane.producer.EnqueueEvents.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counters of what is enqueued, by the topic or stream service that it goes to. So that they stay within bounds, the first
 * {@value #MAX_LABELS} of these have their own label, all further ones share {@value #OTHER}, which is no legal name. Each
 * label has {@code 1 + Failure.values().length} time series.
 */
final class EnqueueMeters {
    static final int MAX_LABELS = 500;
    static final String OTHER = "(other)";

    private final MeterRegistry registry;
    private final String tag;
    private final String what;
    private final String succeeded;
    private final String failed;
    private final ConcurrentMap<String, Counters> labels = new ConcurrentHashMap<>();

    /**
     * @param tag the name of the label
     * @param what what is counted, as descriptions begin
     */
    EnqueueMeters(MeterRegistry registry, String tag, String what, String succeeded, String failed) {
        this.registry = registry;
        this.tag = tag;
        this.what = what;
        this.succeeded = succeeded;
        this.failed = failed;
    }

    Counters of(String name) {
        Counters counters = labels.get(name);
        if (counters != null) {
            return counters;
        }
        // A few that come at the same time may get their own label beyond the bound.
        String label = labels.size() < MAX_LABELS ? name : OTHER;
        return labels.computeIfAbsent(label, Counters::new);
    }

    /** What is counted under one label. */
    final class Counters {
        private final Counter good;
        private final Map<Failure, Counter> bad = new EnumMap<>(Failure.class);

        private Counters(String label) {
            Tags tags = Tags.of(tag, label);
            good = Metrics.counter(registry, succeeded, tags, what + " that were enqueued here");
            for (Failure failure : Failure.values()) {
                Tags reason = tags.and("reason", failure.name().toLowerCase(Locale.ROOT));
                String description = what + " that were refused here, or may not have been written, by reason";
                bad.put(failure, Metrics.counter(registry, failed, reason, description));
            }
        }

        void succeeded(int count) {
            good.increment(count);
        }

        void failed(Failure failure, int count) {
            bad.get(failure).increment(count);
        }
    }
}
