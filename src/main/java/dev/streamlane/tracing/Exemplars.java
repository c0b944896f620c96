package dev.streamlane.tracing;

import io.prometheus.client.exemplars.ExemplarSampler;
import io.quarkus.micrometer.runtime.export.exemplars.OpentelemetryExemplarSamplerProvider;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Lets metrics point to traces, but only where there are some: looking for a trace costs more than counting a job. */
@Singleton
final class Exemplars {
    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    Optional<ExemplarSampler> sampler(
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled,
            Instance<OpentelemetryExemplarSamplerProvider> traces) {
        return disabled || traces.isUnsatisfied()
                ? Optional.empty()
                : traces.get().exemplarSampler();
    }
}
