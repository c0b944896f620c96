package dev.streamlane.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.coordination.Wakeups;
import dev.streamlane.job.StreamProcessor;
import io.vertx.core.Vertx;
import java.util.Random;
import java.util.concurrent.Executor;

/** The part of one process that serves stream services, put together as the application does it. */
public final class ServiceProcess {
    private final Vertx vertx;
    private final StreamSettings settings;
    private final Ticker ticker;
    private final Executor threads;

    /** @param threads runs processors */
    public ServiceProcess(Vertx vertx, StreamSettings settings, Ticker ticker, Executor threads) {
        this.vertx = vertx;
        this.settings = settings;
        this.ticker = ticker;
        this.threads = threads;
    }

    /** Redis, for one replica. */
    public record Ports(LoadBalancers balancers, DataStreams dataStreams, Wakeups wakeups) {}

    /** Serves a service until the heartbeat leaves. */
    public void serve(
            String service, Ports ports, Heartbeat heartbeat, StreamEvents events, StreamProcessor processor) {
        ServiceContexts contexts = new ServiceContexts(
                ports.balancers(),
                ports.dataStreams(),
                settings,
                threads,
                events,
                new ObjectMapper(),
                vertx,
                ticker,
                new Random(1));
        heartbeat.keepAlive(service, ports.wakeups().ofService(service), wake -> {
            ServiceContext context = contexts.create(service, processor, wake);
            return new ServiceCoordinator(context, new ServiceMember(context));
        });
    }
}
