package dev.streamlane.tracing;

import dev.streamlane.job.BatchJobProcessor;
import dev.streamlane.job.Job;
import dev.streamlane.job.JobProcessor;
import dev.streamlane.job.JobTopic;
import dev.streamlane.job.ReactiveJobProcessor;
import dev.streamlane.testing.Observed;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Processors that begin spans and log lines of their own. The first attempt fails where the payload says so. */
final class ObservedProcessors {
    private static final Logger LOG = Logger.getLogger(ObservedProcessors.class);

    private ObservedProcessors() {}

    private static void work(Tracer tracer, Job<String> job, String where) {
        tracer.spanBuilder("work " + where).startSpan().end();
        LOG.infof("works %s on %s", where, job.id());
        boolean fails = job.payload().contains("always") || (job.payload().contains("once") && job.attempt() == 1);
        if (fails) {
            throw new IllegalStateException("as the payload says");
        }
    }

    @ApplicationScoped
    @IfBuildProperty(name = Observed.PROPERTY, stringValue = "true")
    @JobTopic("observed-blocking")
    static class Blocking implements JobProcessor<String> {
        private final Tracer tracer;

        Blocking(Tracer tracer) {
            this.tracer = tracer;
        }

        @Override
        public void process(Job<String> job) {
            work(tracer, job, "blocking");
        }
    }

    @ApplicationScoped
    @IfBuildProperty(name = Observed.PROPERTY, stringValue = "true")
    @JobTopic("observed-reactive")
    static class Reactive implements ReactiveJobProcessor<String> {
        private final Tracer tracer;
        private final Vertx vertx;

        Reactive(Tracer tracer, Vertx vertx) {
            this.tracer = tracer;
            this.vertx = vertx;
        }

        @Override
        public Uni<Void> process(Job<String> job) {
            return Uni.createFrom()
                    .<Void>emitter(later -> vertx.setTimer(5, id -> {
                        try {
                            work(tracer, job, "later");
                            later.complete(null);
                        } catch (IllegalStateException e) {
                            later.fail(e);
                        }
                    }));
        }
    }

    @ApplicationScoped
    @IfBuildProperty(name = Observed.PROPERTY, stringValue = "true")
    @JobTopic("observed-batch")
    static class Batch implements BatchJobProcessor<String> {
        private final Tracer tracer;

        Batch(Tracer tracer) {
            this.tracer = tracer;
        }

        @Override
        public void process(List<Job<String>> jobs) {
            jobs.forEach(job -> work(tracer, job, "batch"));
        }
    }
}
