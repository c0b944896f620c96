package dev.streamlane.consumer;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.partition.GroupId;
import dev.streamlane.permit.GroupPermits;
import dev.streamlane.topic.NewTopics;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TopicCatalog;
import dev.streamlane.topic.TopicSettings;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/** Consumes the topics that the application has processor beans for, from its start on; the heartbeat ends it. */
@ApplicationScoped
public class ConsumerService {
    private static final Logger LOG = Logger.getLogger(ConsumerService.class);

    private final Heartbeat heartbeat;
    private final ProcessorBindings processors;
    private final GroupContexts contexts;
    private final GroupPermits permits;
    private final PartitionLogs logs;
    private final TopicCatalog catalog;
    private final NewTopics newTopics;
    private final Consumer me;

    ConsumerService(
            Heartbeat heartbeat,
            ProcessorBindings processors,
            GroupContexts contexts,
            GroupPermits permits,
            PartitionLogs logs,
            TopicCatalog catalog,
            NewTopics newTopics,
            Consumer me) {
        this.heartbeat = heartbeat;
        this.processors = processors;
        this.contexts = contexts;
        this.permits = permits;
        this.logs = logs;
        this.catalog = catalog;
        this.newTopics = newTopics;
        this.me = me;
    }

    /** Joins the groups. Redis need not be there yet. */
    void start(@Observes StartupEvent event) {
        processors.all().forEach(this::consume);
        warnOfLimitsOfOthers();
        catalog.names().thenAccept(this::nameUnprocessed).exceptionally(unavailable -> null); // Then the beats say so.
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

    /** Perhaps the name is misspelt. */
    private void warnOfLimitsOfOthers() {
        Set<GroupId> strange = new HashSet<>(permits.groups());
        processors.all().forEach(processor -> strange.remove(processor.group()));
        strange.forEach(group -> LOG.warnf("Group %s has limits, but no processor here", group));
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
                    "Topic %s was created with ordering %s and max-attempts %d; the local configuration,"
                            + " %s and %d, does not count",
                    topic, stored.ordering(), stored.maxAttempts(), local.ordering(), local.maxAttempts());
        }
    }
}
