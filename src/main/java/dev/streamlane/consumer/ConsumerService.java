package dev.streamlane.consumer;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.partition.GroupId;
import dev.streamlane.topic.NewTopics;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TopicCatalog;
import dev.streamlane.topic.TopicSettings;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Consumes the topics that the application has processor beans for, from its start to its stop. */
@ApplicationScoped
public class ConsumerService {
    private static final Logger LOG = Logger.getLogger(ConsumerService.class);

    /** What a hand-over takes besides the running jobs: a few answers of Redis. */
    private static final Duration HAND_OVER = Duration.ofSeconds(3);

    private final Heartbeat heartbeat;
    private final ProcessorBindings processors;
    private final GroupContexts contexts;
    private final ConsumerSettings settings;
    private final PartitionLogs logs;
    private final TopicCatalog catalog;
    private final NewTopics newTopics;
    private final Consumer me;
    private final AtomicBoolean left = new AtomicBoolean();

    ConsumerService(
            Heartbeat heartbeat,
            ProcessorBindings processors,
            GroupContexts contexts,
            ConsumerSettings settings,
            PartitionLogs logs,
            TopicCatalog catalog,
            NewTopics newTopics,
            Consumer me) {
        this.heartbeat = heartbeat;
        this.processors = processors;
        this.contexts = contexts;
        this.settings = settings;
        this.logs = logs;
        this.catalog = catalog;
        this.newTopics = newTopics;
        this.me = me;
    }

    /** Joins the groups. Redis need not be there yet. */
    void start(@Observes StartupEvent event) {
        processors.all().forEach(this::consume);
        catalog.names().thenAccept(this::nameUnprocessed).exceptionally(unavailable -> null); // Then the beats say so.
    }

    /** Stops while HTTP still answers, so that probes see what goes on and requests under way get their answer. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        leave();
    }

    /** For the ways to end that skip the pre-shutdown phase, such as a start that failed half-way. */
    void stop(@Observes ShutdownEvent event) {
        leave();
    }

    /**
     * Stops in the order in which nothing is lost and others wait the least: the memberships end first, so that readiness
     * goes down and the other replicas already agree on a new target while jobs still run here; reading stops, so that
     * nothing new needs to be drained; running jobs end, so that nobody else runs them a second time; their
     * acknowledgements are written while the lease that fences them still stands; and only then is the lease released,
     * which wakes its next owner.
     */
    private void leave() {
        if (left.compareAndSet(false, true)) {
            heartbeat.leave(
                    settings.drainTimeout().plus(settings.abandonTimeout()).plus(HAND_OVER));
        }
    }

    private void consume(ProcessorBinding processor) {
        GroupId group = processor.group();
        GroupContext context = contexts.create(processor);
        GroupConsumer consumer = new GroupConsumer(
                context,
                lease -> logs.open(
                        group, lease.partition(), me.id(), me.incarnation(), lease.epoch(), context.thread()));
        catalog.find(group.topic())
                .thenAccept(found -> found.ifPresent(stored -> warnOfDifference(group.topic(), stored)))
                .exceptionally(unavailable -> null); // Then the beats say so.
        heartbeat.join(group, () -> createTopic(group.topic()), consumer);
        LOG.infof("Consumer %s consumes topic %s in group %s", me.id(), group.topic(), group.group());
    }

    private void nameUnprocessed(Set<String> topics) {
        Set<String> unprocessed = new TreeSet<>(topics);
        processors
                .all()
                .forEach(processor -> unprocessed.remove(processor.group().topic()));
        if (!unprocessed.isEmpty()) {
            LOG.infof("No processor here for topics %s: this replica does not consume them", unprocessed);
        }
    }

    private void createTopic(String topic) {
        try {
            catalog.ensure(topic, newTopics.initial(), newTopics.maxTopics())
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreUnavailableException unavailable ? unavailable : e;
        }
    }

    /** What is stored counts for all replicas; who configured something else should know. */
    private void warnOfDifference(String topic, TopicSettings stored) {
        TopicSettings local = newTopics.initial();
        if (stored.ordering() != local.ordering() || stored.maxAttempts() != local.maxAttempts()) {
            LOG.warnf(
                    "Topic %s was created with ordering %s and max-attempts %d; the local configuration, %s and %d, does not count",
                    topic, stored.ordering(), stored.maxAttempts(), local.ordering(), local.maxAttempts());
        }
    }
}
