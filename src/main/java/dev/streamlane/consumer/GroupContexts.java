package dev.streamlane.consumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.execution.EventLoop;
import dev.streamlane.execution.RetryPolicy;
import dev.streamlane.permit.GroupPermits;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** Equips groups with what they run on. */
public final class GroupContexts {
    private final Vertx vertx;
    private final ObjectMapper mapper;
    private final ConsumerSettings settings;
    private final Ticker ticker;
    private final Clock clock;
    private final RandomGenerator random;
    private final JobEvents events;
    private final GroupPermits permits;
    private final SoloGate gate = new SoloGate();

    public GroupContexts(
            Vertx vertx,
            ObjectMapper mapper,
            ConsumerSettings settings,
            Ticker ticker,
            Clock clock,
            RandomGenerator random,
            JobEvents events,
            GroupPermits permits) {
        this.vertx = vertx;
        this.mapper = mapper;
        this.settings = settings;
        this.ticker = ticker;
        this.clock = clock;
        this.random = random;
        this.events = events;
        this.permits = permits;
    }

    /** The context of one group, with an event loop and slots of its own. */
    GroupContext create(ProcessorBinding processor) {
        EventLoop loop = new EventLoop(vertx);
        return new GroupContext(
                processor.group(),
                settings,
                loop,
                loop,
                ticker,
                clock,
                new Slots(processor.concurrency(), permits.of(processor.group(), processor.concurrency(), loop, loop)),
                gate,
                new JobDecoder(processor.group(), mapper, processor.payloadType(), settings.jobTimeout()),
                processor.invoker(),
                new RetryPolicy(settings.initialBackoff(), settings.maxBackoff(), random::nextDouble),
                events);
    }
}
