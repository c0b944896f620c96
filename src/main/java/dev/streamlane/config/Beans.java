package dev.streamlane.config;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.deadletter.DeadLetterStore;
import dev.streamlane.deadletter.DeadLetters;
import dev.streamlane.deadletter.Pause;
import dev.streamlane.producer.Backlogs;
import dev.streamlane.producer.DelayLog;
import dev.streamlane.producer.EnqueueEvents;
import dev.streamlane.producer.EnqueueSettings;
import dev.streamlane.producer.EnqueueSurroundings;
import dev.streamlane.producer.JobIds;
import dev.streamlane.producer.JobLog;
import dev.streamlane.producer.StreamLimits;
import dev.streamlane.producer.StreamLog;
import dev.streamlane.producer.StreamWriter;
import dev.streamlane.producer.TopicLanes;
import dev.streamlane.removal.Freshness;
import dev.streamlane.removal.Settlement;
import dev.streamlane.stats.Stats;
import dev.streamlane.topic.NewTopics;
import dev.streamlane.topic.Retention;
import dev.streamlane.topic.TopicCatalog;
import dev.streamlane.topic.TopicDirectory;
import dev.streamlane.topic.TopicSettings;
import io.quarkus.arc.All;
import io.quarkus.arc.DefaultBean;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Puts plain objects together from the configuration, and is the only place that touches the platform's clock and random
 * numbers, so that tests can put their own in.
 */
@Singleton
final class Beans {
    /** For so long a producer may use a partition count that another replica has just changed. */
    private static final Duration TOPIC_MEMORY = Duration.ofSeconds(1);

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Ticker ticker() {
        return System::nanoTime;
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return () -> ThreadLocalRandom.current().nextLong();
    }

    @Produces
    @Singleton
    Consumer consumer(StreamlaneConfig config) {
        String incarnation = UUID.randomUUID().toString();
        return new Identity(config.consumerId(), System::getenv, hostName(), incarnation).consumer();
    }

    @Produces
    @Singleton
    Stats stats(Clock clock, Ticker ticker) {
        return new Stats(clock, ticker);
    }

    @Produces
    @Singleton
    JobIds jobIds() {
        return () -> UUID.randomUUID().toString();
    }

    @Produces
    @Singleton
    EnqueueSettings enqueueSettings(StreamlaneConfig config) {
        StreamlaneConfig.Enqueue enqueue = config.enqueue();
        return new EnqueueSettings(
                enqueue.maxPayload(),
                enqueue.maxBatch(),
                enqueue.maxHeaders(),
                enqueue.maxKey(),
                config.delayed().maxDelay());
    }

    @Produces
    @Singleton
    StreamLimits streamLimits(StreamlaneConfig config) {
        return new StreamLimits(config.streams().maxInfo(), config.streams().maxLength());
    }

    @Produces
    @Singleton
    StreamWriter streamWriter(StreamLog log, StreamLimits limits, @All List<EnqueueEvents> listeners) {
        return new StreamWriter(log, limits, new EnqueueListeners(listeners));
    }

    @Produces
    @Singleton
    TopicLanes topicLanes(
            JobLog log,
            DelayLog delays,
            Backlogs backlogs,
            Retention retention,
            Clock clock,
            Ticker ticker,
            @All List<EnqueueEvents> listeners) {
        return new TopicLanes(log, delays, backlogs, retention, clock, ticker::nanos, new EnqueueListeners(listeners));
    }

    @Produces
    @Singleton
    @DefaultBean
    EnqueueSurroundings enqueueSurroundings() {
        return EnqueueSurroundings.NONE;
    }

    @Produces
    @Singleton
    NewTopics newTopics(StreamlaneConfig config) {
        StreamlaneConfig.Topics topics = config.topics();
        TopicSettings initial = new TopicSettings(
                topics.partitions(),
                topics.maxLength(),
                topics.overflow(),
                topics.ordering(),
                topics.maxAttempts(),
                topics.maxBacklog());
        return new NewTopics(initial, topics.autoCreate(), topics.maxTopics(), topics.maxPartitions());
    }

    @Produces
    @Singleton
    TopicDirectory topicDirectory(TopicCatalog catalog, NewTopics limits, Ticker ticker) {
        return new TopicDirectory(catalog, limits, TOPIC_MEMORY, ticker::nanos);
    }

    @Produces
    @Singleton
    DeadLetters deadLetters(DeadLetterStore store, TopicCatalog topics, Vertx vertx, Ticker ticker) {
        Pause pause = time ->
                vertx.timer(Math.max(1, time.toMillis())).toCompletionStage().thenApply(passed -> null);
        return new DeadLetters(store, topics, pause, ticker::nanos);
    }

    @Produces
    @Singleton
    Settlement settlement(StreamlaneConfig config, Vertx vertx) {
        // Settings are used for that memory after they were asked for, or at once when the answer took longer; then the
        // jobs are
        // on their way. What is sent to Redis is answered within the timeout, or given up.
        Duration timeout = config.redis().timeout();
        long millis = Math.max(TOPIC_MEMORY.toMillis(), timeout.toMillis()) + timeout.toMillis();
        return () -> vertx.timer(millis).toCompletionStage().thenApply(passed -> null);
    }

    @Produces
    @Singleton
    Freshness freshness(StreamlaneConfig config, Ticker ticker) {
        long nanos = config.redis().timeout().toNanos();
        return () -> {
            long begin = ticker.nanos();
            return () -> ticker.nanos() - begin < nanos;
        };
    }

    /** As containers and most shells name it, else as the system does. */
    private static String hostName() {
        String name = System.getenv("HOSTNAME");
        if (name != null && !name.isBlank()) {
            return name.strip();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
