package dev.streamlane.demo;

import dev.streamlane.job.AssignedStream;
import dev.streamlane.job.StreamDisownedException;
import dev.streamlane.job.StreamProcessor;
import dev.streamlane.job.StreamService;
import dev.streamlane.logging.LogText;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The example's processor of order streams: one of high priority takes 1 s, of normal priority 2 s, of low priority 4 s. It
 * only logs, and looks at nothing but the streams' info.
 */
@ApplicationScoped
@IfBuildProperty(name = "streamlane.demo.enabled", stringValue = "true")
@StreamService(OrderProcessor.SERVICE)
class OrderProcessor implements StreamProcessor {
    static final String SERVICE = "load-balance-demo";

    private static final Logger LOG = Logger.getLogger(OrderProcessor.class);

    private final Duration shortest;

    OrderProcessor(DemoConfig config) {
        this.shortest = config.orders().work();
    }

    @Override
    public void process(AssignedStream stream) throws Exception {
        String name = LogText.name(stream.name());
        stream.claimedFrom()
                .ifPresentOrElse(
                        consumer -> LOG.infof("Stream claimed from %s: %s", LogText.name(consumer), name),
                        () -> LOG.infof("New stream assigned: %s", name));
        String details = LogText.text(stream.info().toString());
        LOG.infof("Processing stream: %s. Stream details: %s", name, details);
        long began = System.nanoTime();
        work(stream, time(stream.info().get("priority")));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        LOG.infof("Completed processing stream: %s (took %ds)", name, took.toSeconds());
    }

    private Duration time(Object priority) {
        return shortest.multipliedBy("high".equals(priority) ? 1 : "low".equals(priority) ? 4 : 2);
    }

    /** Lasts for some time, unless the stream is taken away meanwhile: then there is no sense in going on. */
    private static void work(AssignedStream stream, Duration time) throws Exception {
        boolean disowned = stream.whenDisowned()
                .thenApply(gone -> true)
                .toCompletableFuture()
                .completeOnTimeout(false, time.toMillis(), TimeUnit.MILLISECONDS)
                .get();
        if (disowned) {
            throw new StreamDisownedException(stream.name());
        }
    }
}
