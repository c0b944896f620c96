package dev.streamlane.demo;

import dev.streamlane.producer.Enqueued;
import dev.streamlane.producer.JobProducer;
import dev.streamlane.producer.NewJob;
import dev.streamlane.topic.TopicChange;
import dev.streamlane.topic.TopicDirectory;
import dev.streamlane.topic.TopicSettings;
import dev.streamlane.topic.TopicUpdate;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Enqueues the example's jobs, and lets the topic grow while it does. Not for concurrent calls. */
@Singleton
@IfBuildProperty(name = "streamlane.demo.enabled", stringValue = "true")
final class EmailProducer {
    static final String TOPIC = "send_email";

    private static final Logger LOG = Logger.getLogger(EmailProducer.class);
    private static final int MAX_PARTITIONS = 8;
    private static final int JOBS_PER_GROWTH = 5;
    private static final long MAX_LENGTH = 1000;

    private final JobProducer producer;
    private final TopicDirectory topics;
    private final RandomGenerator random;
    private int emails;
    private int jobsSinceGrowth;

    EmailProducer(JobProducer producer, TopicDirectory topics, RandomGenerator random) {
        this.producer = producer;
        this.topics = topics;
        this.random = random;
    }

    /** Creates the topic with one partition, unless it exists. */
    Uni<Void> createTopic() {
        return partitions(1).replaceWithVoid();
    }

    /** Enqueues a batch of 2 to 5 jobs; adds a partition after every 5 jobs, until there are 8. */
    Uni<Void> produce() {
        List<NewJob> batch = IntStream.range(0, random.nextInt(2, 6))
                .mapToObj(i -> email(++emails))
                .toList();
        return producer.enqueueAll(TOPIC, batch).invoke(this::log).chain(this::growInTime);
    }

    private static NewJob email(int number) {
        return NewJob.of(new Email("user" + number + "@example.com", "Welcome " + number));
    }

    private void log(List<Enqueued> jobs) {
        List<String> ids = jobs.stream().map(Enqueued::id).toList();
        LOG.infof("Enqueued batch of %d jobs: %s", jobs.size(), ids);
    }

    private Uni<Void> growInTime(List<Enqueued> jobs) {
        jobsSinceGrowth += jobs.size();
        if (jobsSinceGrowth < JOBS_PER_GROWTH) {
            return Uni.createFrom().voidItem();
        }
        jobsSinceGrowth = 0;
        return Uni.createFrom().completionStage(() -> topics.find(TOPIC)).chain(this::grow);
    }

    private Uni<Void> grow(Optional<TopicSettings> topic) {
        int present = topic.map(TopicSettings::partitions).orElse(0);
        return present >= MAX_PARTITIONS
                ? Uni.createFrom().voidItem()
                : partitions(present + 1)
                        .invoke(update -> LOG.infof("Increased partitions to %d", present + 1))
                        .replaceWithVoid();
    }

    private Uni<TopicUpdate> partitions(int count) {
        TopicChange change = new TopicChange(
                OptionalInt.of(count), OptionalLong.of(MAX_LENGTH), Optional.empty(), OptionalLong.empty());
        return Uni.createFrom().completionStage(() -> topics.put(TOPIC, change));
    }
}
