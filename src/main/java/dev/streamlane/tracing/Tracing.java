package dev.streamlane.tracing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.consumer.JobEvents;
import dev.streamlane.consumer.ProcessorSurroundings;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.producer.EnqueueSurroundings;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.opentelemetry.runtime.config.runtime.OTelRuntimeConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hooks tracing in where it is switched on, and nothing at all where it is not. */
@Singleton
@IfBuildProperty(name = "quarkus.otel.enabled", stringValue = "true", enableIfMissing = true)
final class Tracing {
    private final boolean on;
    private final Tracer tracer;

    Tracing(OpenTelemetry telemetry, OTelRuntimeConfig config) {
        this.on = !config.sdkDisabled();
        this.tracer = telemetry.getTracer("dev.streamlane");
    }

    @Produces
    @Singleton
    EnqueueSurroundings enqueueing() {
        return on ? new TracedEnqueueing(tracer) : EnqueueSurroundings.NONE;
    }

    @Produces
    @Singleton
    ProcessorSurroundings processing(Consumer me) {
        return on ? new TracedProcessors(new AttemptSpans(tracer, me.id())) : ProcessorSurroundings.NONE;
    }

    @Produces
    @Singleton
    JobEvents deadLetters(ObjectMapper mapper) {
        return on ? new TracedDeadLetters(tracer, mapper) : JobEvents.NONE;
    }
}
