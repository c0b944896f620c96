package dev.streamlane.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.testing.Observed;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps all spans that have ended. */
@Singleton
@IfBuildProperty(name = Observed.PROPERTY, stringValue = "true")
public class CollectedSpans implements SpanProcessor {
    private final List<SpanData> ended = new CopyOnWriteArrayList<>();

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        ended.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    List<SpanData> all() {
        return List.copyOf(ended);
    }

    /** The spans of that name in a trace, in the order in which they began, as soon as there are so many. */
    List<SpanData> of(String trace, String name, int count) {
        await(count + " spans '" + name + "' in " + trace)
                .atMost(Duration.ofSeconds(20))
                .until(() -> find(trace, name).size() >= count);
        return find(trace, name);
    }

    /** The only span of that name in a trace. */
    SpanData of(String trace, String name) {
        List<SpanData> found = of(trace, name, 1);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<SpanData> find(String trace, String name) {
        return ended.stream()
                .filter(span ->
                        span.getTraceId().equals(trace) && span.getName().equals(name))
                .sorted(Comparator.comparing(SpanData::getStartEpochNanos))
                .toList();
    }
}
