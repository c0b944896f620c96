package dev.streamlane.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.coordination.Wakeups;
import dev.streamlane.execution.EventLoop;
import dev.streamlane.execution.RetryPolicy;
import dev.streamlane.job.StreamProcessor;
import io.vertx.core.Vertx;
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
        EventLoop loop = new EventLoop(vertx);
        heartbeat.keepAlive(service, ports.wakeups().ofService(service), wake -> {
            ServiceContext context = new ServiceContext(
                    service,
                    settings,
                    loop,
                    loop,
                    ticker,
                    ports.balancers().open(service, loop),
                    ports.dataStreams(),
                    new AssignmentDecoder(new ObjectMapper(), settings.maxInfo()),
                    StreamInvoker.on(threads, processor),
                    new RetryPolicy(settings.initialBackoff(), settings.maxBackoff(), () -> 1),
                    events,
                    wake);
            return new ServiceCoordinator(context, new ServiceMember(context));
        });
    }
}
