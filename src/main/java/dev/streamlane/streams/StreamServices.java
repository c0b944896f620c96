package dev.streamlane.streams;

import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.coordination.Wakeups;
import dev.streamlane.job.StreamProcessor;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Serves the stream services that the application has processor beans for, from its start on; the heartbeat ends it. */
@ApplicationScoped
public class StreamServices {
    private static final Logger LOG = Logger.getLogger(StreamServices.class);

    private final Heartbeat heartbeat;
    private final Wakeups wakeups;
    private final StreamBindings bindings;
    private final ServiceContexts contexts;

    StreamServices(Heartbeat heartbeat, Wakeups wakeups, StreamBindings bindings, ServiceContexts contexts) {
        this.heartbeat = heartbeat;
        this.wakeups = wakeups;
        this.bindings = bindings;
        this.contexts = contexts;
    }

    /** Begins to serve. Redis need not be there yet. */
    void start(@Observes StartupEvent event) {
        bindings.all().forEach(this::serve);
    }

    private void serve(String service, StreamProcessor processor) {
        heartbeat.keepAlive(service, wakeups.ofService(service), wake -> {
            ServiceContext context = contexts.create(service, processor, wake);
            return new ServiceCoordinator(context, new ServiceMember(context));
        });
        LOG.infof("Stream service %s is served here", service);
    }
}
