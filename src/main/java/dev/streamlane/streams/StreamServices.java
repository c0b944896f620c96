package dev.streamlane.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.coordination.Wakeups;
import dev.streamlane.execution.EventLoop;
import dev.streamlane.execution.ProcessorThreads;
import dev.streamlane.execution.RetryPolicy;
import dev.streamlane.job.StreamProcessor;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Serves the stream services that the application has processor beans for, from its start on; the heartbeat ends it. */
@ApplicationScoped
public class StreamServices {
    private static final Logger LOG = Logger.getLogger(StreamServices.class);

    private final Heartbeat heartbeat;
    private final Wakeups wakeups;
    private final StreamBindings bindings;
    private final LoadBalancers balancers;
    private final DataStreams dataStreams;
    private final StreamSettings settings;
    private final ProcessorThreads threads;
    private final StreamEvents events;
    private final ObjectMapper mapper;
    private final Vertx vertx;
    private final Ticker ticker;
    private final RandomGenerator random;

    @SuppressWarnings("TooManyParameters")
    StreamServices(
            Heartbeat heartbeat,
            Wakeups wakeups,
            StreamBindings bindings,
            LoadBalancers balancers,
            DataStreams dataStreams,
            StreamSettings settings,
            ProcessorThreads threads,
            StreamEvents events,
            ObjectMapper mapper,
            Vertx vertx,
            Ticker ticker,
            RandomGenerator random) {
        this.heartbeat = heartbeat;
        this.wakeups = wakeups;
        this.bindings = bindings;
        this.balancers = balancers;
        this.dataStreams = dataStreams;
        this.settings = settings;
        this.threads = threads;
        this.events = events;
        this.mapper = mapper;
        this.vertx = vertx;
        this.ticker = ticker;
        this.random = random;
    }

    /** Begins to serve. Redis need not be there yet. */
    void start(@Observes StartupEvent event) {
        bindings.all().forEach(this::serve);
    }

    private void serve(String service, StreamProcessor processor) {
        heartbeat.keepAlive(service, wakeups.ofService(service), wake -> {
            ServiceContext context = context(service, processor, wake);
            return new ServiceCoordinator(context, new ServiceMember(context));
        });
        LOG.infof("Stream service %s is served here", service);
    }

    private ServiceContext context(String service, StreamProcessor processor, Runnable wake) {
        EventLoop loop = new EventLoop(vertx);
        return new ServiceContext(
                service,
                settings,
                loop,
                loop,
                ticker,
                balancers.open(service, loop),
                dataStreams,
                new AssignmentDecoder(mapper, settings.maxInfo()),
                StreamInvoker.on(threads, processor),
                new RetryPolicy(settings.initialBackoff(), settings.maxBackoff(), random::nextDouble),
                events,
                wake);
    }
}
