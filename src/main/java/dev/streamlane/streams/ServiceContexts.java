package dev.streamlane.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.execution.EventLoop;
import dev.streamlane.execution.RetryPolicy;
import dev.streamlane.job.StreamProcessor;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** Equips stream services with what they run on. */
public final class ServiceContexts {
    private final LoadBalancers balancers;
    private final DataStreams dataStreams;
    private final StreamSettings settings;
    private final Executor threads;
    private final StreamEvents events;
    private final ObjectMapper mapper;
    private final Vertx vertx;
    private final Ticker ticker;
    private final RandomGenerator random;

    /**
     * @param threads runs processors
     * @param events hears what happens
     */
    public ServiceContexts(
            LoadBalancers balancers,
            DataStreams dataStreams,
            StreamSettings settings,
            Executor threads,
            StreamEvents events,
            ObjectMapper mapper,
            Vertx vertx,
            Ticker ticker,
            RandomGenerator random) {
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

    /**
     * The context of one service, with an event loop of its own.
     *
     * @param wake asks for a beat soon; does not block
     */
    ServiceContext create(String service, StreamProcessor processor, Runnable wake) {
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
                threads,
                new RetryPolicy(settings.initialBackoff(), settings.maxBackoff(), random::nextDouble),
                events,
                wake);
    }
}
