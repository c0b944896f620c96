package dev.streamlane.producer;

import dev.streamlane.partition.Partitioner;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.topic.TopicSettings;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** What a producer keeps for one topic: whose turn it is, and the way to its partitions. */
final class TopicLane {
    private static final Logger LOG = Logger.getLogger(JobProducer.class);

    private final String topic;
    private final BatchWriter writer;
    private final BacklogGuard guard;
    private final Partitioner partitioner = new Partitioner();
    private final AtomicBoolean warned = new AtomicBoolean();

    TopicLane(String topic, BatchWriter writer, BacklogGuard guard) {
        this.topic = topic;
        this.writer = writer;
        this.guard = guard;
    }

    /**
     * Writes entries; see {@link BacklogGuard#pass} and {@link BatchWriter#write}. Single jobs come this way too, each as a
     * batch of one.
     */
    CompletionStage<List<Enqueued>> enqueue(List<NewEntry> entries, TopicSettings settings) {
        if (settings.maxLength() == 0 && warned.compareAndSet(false, true)) {
            LOG.warnf(
                    "topic %s is unbounded (maxLength 0): unbounded streams can lead to significant memory usage in"
                            + " Redis; set a maxLength, or watch INFO MEMORY",
                    topic);
        }
        List<Slice> slices = Slice.of(entries, settings.partitions(), partitioner);
        return settings.maxBacklog() == 0
                ? writer.write(slices, entries.size(), settings)
                : guard.pass(slices, settings, () -> writer.write(slices, entries.size(), settings));
    }
}
