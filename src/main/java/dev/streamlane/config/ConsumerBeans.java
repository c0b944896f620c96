package dev.streamlane.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.consumer.ConsumerSettings;
import dev.streamlane.consumer.GroupContexts;
import dev.streamlane.consumer.JobEvents;
import dev.streamlane.consumer.ProcessorSurroundings;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.CoordinationEvents;
import dev.streamlane.coordination.CoordinationSettings;
import dev.streamlane.coordination.CoordinatorFactory;
import dev.streamlane.coordination.Departure;
import dev.streamlane.coordination.Leases;
import dev.streamlane.coordination.Membership;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.execution.ProcessorThreads;
import dev.streamlane.partition.GroupId;
import dev.streamlane.permit.GroupLimits;
import dev.streamlane.permit.GroupPermits;
import dev.streamlane.permit.PermitLedger;
import io.quarkus.arc.All;
import io.quarkus.arc.DefaultBean;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/** Puts together, from the configuration, what a replica needs to take part in groups and to consume. */
@Singleton
final class ConsumerBeans {
    /** What a hand-over takes besides what runs: a few answers of Redis. */
    private static final Duration ANSWERS = Duration.ofSeconds(3);

    @Produces
    @Singleton
    CoordinationSettings coordinationSettings(StreamlaneConfig config) {
        boolean staysInTarget = config.membership() == StreamlaneConfig.Membership.STATIC;
        return new CoordinationSettings(
                config.heartbeat().interval(),
                config.heartbeat().ttl(),
                staysInTarget ? config.rejoinTimeout() : Duration.ZERO);
    }

    @Produces
    @Singleton
    Departure departure(StreamlaneConfig config) {
        StreamlaneConfig.Consumer consumer = config.consumer();
        Duration jobs = consumer.drainTimeout().plus(consumer.abandonTimeout());
        Duration streams = config.streams().handOverTimeout();
        return new Departure((jobs.compareTo(streams) > 0 ? jobs : streams).plus(ANSWERS));
    }

    @Produces
    @Singleton
    ConsumerSettings consumerSettings(StreamlaneConfig config) {
        StreamlaneConfig.Consumer consumer = config.consumer();
        return new ConsumerSettings(
                config.group(),
                consumer.maxConcurrency(),
                consumer.batchSize(),
                consumer.readBatch(),
                consumer.readBytes(),
                consumer.maxParked(),
                consumer.jobTimeout(),
                consumer.initialBackoff(),
                consumer.maxBackoff(),
                consumer.drainTimeout(),
                consumer.abandonTimeout(),
                config.redis().block());
    }

    /**
     * Virtual threads, or ordinary ones on a JDK older than 21. Quarkus would fall back to a pool of 20, which may be far
     * below what {@code max-concurrency} promises. This one has no limit of its own: the groups' slots are the limit.
     */
    @Produces
    @Singleton
    ProcessorThreads processorThreads(@VirtualThreads ExecutorService virtual) {
        return new ProcessorThreads(
                Runtime.version().feature() >= 21
                        ? virtual
                        : Executors.newCachedThreadPool(ConsumerBeans::processorThread));
    }

    private static Thread processorThread(Runnable task) {
        Thread thread = new Thread(task, "streamlane-processor");
        thread.setDaemon(true);
        return thread;
    }

    @Produces
    @Singleton
    @DefaultBean
    ProcessorSurroundings processorSurroundings() {
        return ProcessorSurroundings.NONE;
    }

    @Produces
    @Singleton
    GroupPermits groupPermits(StreamlaneConfig config, PermitLedger ledger, Ticker ticker, RandomGenerator random) {
        Map<GroupId, GroupLimits> limits = new HashMap<>();
        config.groups()
                .forEach((name, group) -> limits.put(
                        groupOf(name), new GroupLimits(group.maxConcurrent(), group.maxRate(), group.rateInterval())));
        return new GroupPermits(limits, ledger, ticker, random::nextDouble);
    }

    private static GroupId groupOf(String name) {
        int slash = name.indexOf('/');
        return new GroupId(name.substring(0, slash), name.substring(slash + 1));
    }

    @Produces
    @Singleton
    GroupContexts groupContexts(
            Vertx vertx,
            ObjectMapper mapper,
            ConsumerSettings settings,
            Ticker ticker,
            Clock clock,
            RandomGenerator random,
            @All List<JobEvents> listeners,
            GroupPermits permits) {
        return new GroupContexts(vertx, mapper, settings, ticker, clock, random, new JobListeners(listeners), permits);
    }

    @Produces
    @Singleton
    CoordinatorFactory coordinatorFactory(
            Consumer me,
            Membership membership,
            Leases leases,
            CoordinationSettings settings,
            @All List<CoordinationEvents> listeners,
            Ticker ticker) {
        return new CoordinatorFactory(me, membership, leases, settings, new CoordinationListeners(listeners), ticker);
    }
}
