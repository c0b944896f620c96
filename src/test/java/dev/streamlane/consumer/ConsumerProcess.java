package dev.streamlane.consumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.PartitionHost;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.job.Job;
import dev.streamlane.job.JobProcessor;
import dev.streamlane.partition.GroupId;
import dev.streamlane.permit.GroupPermits;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.Executor;

/** The consuming part of one process, put together as the application does it. */
public final class ConsumerProcess {
    private final Vertx vertx;
    private final ConsumerSettings settings;
    private final Ticker ticker;
    private final Clock clock;
    private final Executor threads;
    private final GroupPermits permits;

    /** @param threads runs processors */
    public ConsumerProcess(
            Vertx vertx,
            ConsumerSettings settings,
            Ticker ticker,
            Clock clock,
            Executor threads,
            GroupPermits permits) {
        this.vertx = vertx;
        this.settings = settings;
        this.ticker = ticker;
        this.clock = clock;
        this.threads = threads;
        this.permits = permits;
    }

    /** Consumes what {@code me} gets of a group; payloads are JSON text. */
    public PartitionHost consume(GroupId group, Consumer me, PartitionLogs logs, JobProcessor<String> processor) {
        GroupContext context = new GroupContexts(
                        vertx, new ObjectMapper(), settings, ticker, clock, new Random(1), JobEvents.NONE, permits)
                .create(new ProcessorBinding(
                        group,
                        String.class,
                        new BlockingInvoker(job -> call(processor, job), threads),
                        settings.concurrencyOnThreads()));
        return new GroupConsumer(
                context,
                lease -> logs.open(
                        group, lease.partition(), me.id(), me.incarnation(), lease.epoch(), context.thread()));
    }

    @SuppressWarnings("unchecked") // The payload was read as the String that the binding names.
    private static void call(JobProcessor<String> processor, Job<?> job) throws Exception {
        processor.process((Job<String>) job);
    }
}
