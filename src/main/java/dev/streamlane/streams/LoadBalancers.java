package dev.streamlane.streams;

import java.util.concurrent.Executor;

/** Opens the Load Balancer Streams of services. */
public interface LoadBalancers {
    /**
     * Opens a service's Load Balancer Stream for this replica. Nothing happens in Redis before the first call.
     *
     * @param thread the engine's thread, on which stages complete
     */
    LoadBalancer open(String service, Executor thread);
}
