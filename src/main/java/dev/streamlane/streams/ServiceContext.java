package dev.streamlane.streams;

import dev.streamlane.coordination.Ticker;
import dev.streamlane.execution.RetryPolicy;
import dev.streamlane.execution.Timers;
import java.util.concurrent.Executor;

/**
 * What a stream service has in this process.
 *
 * @param service its name
 * @param settings its limits
 * @param thread runs everything of the service that is not a processor, one thing at a time
 * @param timers runs things later on {@code thread}
 * @param ticker the local monotonic clock
 * @param balancer the Load Balancer Stream
 * @param dataStreams reads the data streams
 * @param decoder reads assignments
 * @param invoker calls the processor
 * @param processors the threads that processors run on
 * @param retry the back-off
 * @param events hears what happens
 * @param wake asks for a beat soon; does not block
 */
record ServiceContext(
        String service,
        StreamSettings settings,
        Executor thread,
        Timers timers,
        Ticker ticker,
        LoadBalancer balancer,
        DataStreams dataStreams,
        AssignmentDecoder decoder,
        StreamInvoker invoker,
        Executor processors,
        RetryPolicy retry,
        StreamEvents events,
        Runnable wake) {}
