package dev.streamlane.producer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.producer.Backlogs.Backlog;
import dev.streamlane.testing.InMemoryPartitions;
import dev.streamlane.topic.NewTopics;
import dev.streamlane.topic.Retention;
import dev.streamlane.topic.TopicCatalog;
import dev.streamlane.topic.TopicDirectory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Makes producers without a container. */
public final class Producers {
    /** A group of each topic that has finished all. */
    static final Backlogs NO_BACKLOG =
            (topic, partitions) -> CompletableFuture.completedStage(List.of(new Backlog("g", 0, 0)));

    private Producers() {}

    /** One that keeps delayed jobs in memory, for ever. */
    public static JobProducer of(
            TopicCatalog catalog, JobLog log, Retention retention, NewTopics limits, Clock clock, LongSupplier nanos) {
        TopicDirectory topics = new TopicDirectory(catalog, limits, Duration.ofSeconds(1), nanos);
        TopicLanes lanes =
                new TopicLanes(log, new InMemoryPartitions(), NO_BACKLOG, retention, clock, nanos, EnqueueEvents.NONE);
        return new JobProducer(topics, encoder(clock), lanes, EnqueueSurroundings.NONE);
    }

    /** Encodes jobs, whose ids are random. */
    public static JobEncoder encoder(Clock clock) {
        EnqueueSettings settings = new EnqueueSettings(1 << 20, 10_000, 8192, 1024, Duration.ofDays(365));
        return new JobEncoder(new ObjectMapper(), () -> UUID.randomUUID().toString(), clock, settings);
    }
}
