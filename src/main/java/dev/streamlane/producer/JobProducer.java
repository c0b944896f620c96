package dev.streamlane.producer;

import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.topic.Names;
import dev.streamlane.topic.TopicDirectory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Enqueues jobs. Inject it and call it from any thread.
 *
 * <p>A job with a key goes to the partition of its key, the others go to all partitions in turn. A batch is checked as a
 * whole, and every partition must have room for its part, before anything is written; jobs of one key keep the order that
 * they have in the batch, unless they are delayed: then the order in which they are due. To keep an order between calls, make
 * the next one when the last has completed.
 *
 * <p>The asynchronous methods do nothing until they are subscribed to, and enqueue anew on every subscription. All of them
 * fail with
 * <ul>
 *   <li>{@link InvalidRequestException} if the topic's name, the batch or a job is illegal,
 *   <li>{@link dev.streamlane.topic.UnknownTopicException} or {@link dev.streamlane.topic.TooManyTopicsException} if there
 *       is no such topic and it may not be created, {@link dev.streamlane.topic.TopicBeingRemovedException} while it is
 * removed,
 *   <li>{@link TopicFullException} if a partition is full, {@link TooManyDelayedException} if it keeps too many delayed jobs,
 *       {@link TooManyIdempotencyKeysException} if it keeps too many idempotency keys,
 *   <li>{@link BacklogExceededException} if a group has too many unfinished jobs, by the topic's {@code maxBacklog},
 *   <li>{@link dev.streamlane.topic.StoreUnavailableException} if Redis cannot be reached or takes no writes, {@link
 *       dev.streamlane.topic.StoreFullException} if it has reached its memory limit,
 * </ul>
 * and in all these cases nothing was enqueued; or with {@link EnqueueInterruptedException} if some jobs were enqueued, or
 * may have been.
 */
@ApplicationScoped
public class JobProducer {
    private static final Logger LOG = Logger.getLogger(JobProducer.class);
    /** How many ids of a batch a log line shows. */
    private static final int SHOWN = 20;

    private final TopicDirectory topics;
    private final JobEncoder encoder;
    private final TopicLanes lanes;
    private final EnqueueSurroundings surroundings;

    JobProducer(TopicDirectory topics, JobEncoder encoder, TopicLanes lanes, EnqueueSurroundings surroundings) {
        this.topics = topics;
        this.encoder = encoder;
        this.lanes = lanes;
        this.surroundings = surroundings;
    }

    /** Enqueues one job. */
    public Uni<Enqueued> enqueue(String topic, NewJob job) {
        return Uni.createFrom().completionStage(() -> {
            requireLegal(topic);
            return surroundings
                    .jobs(
                            topic,
                            Collections.singletonList(job),
                            further -> submit(topic, List.of(encoder.encode(job, further))))
                    .thenApply(jobs -> jobs.get(0));
        });
    }

    /**
     * Enqueues some jobs.
     *
     * @param jobs at least one, at most {@code streamlane.enqueue.max-batch}
     * @return the jobs in the given order
     */
    public Uni<List<Enqueued>> enqueueAll(String topic, List<NewJob> jobs) {
        return Uni.createFrom().completionStage(() -> {
            requireLegal(topic);
            return surroundings
                    .jobs(topic, jobs, further -> submit(topic, encoder.encode(jobs, further)))
                    .whenComplete(JobProducer::log);
        });
    }

    /** {@link #enqueue}, waiting for its end; not for I/O threads. */
    public Enqueued enqueueAndAwait(String topic, NewJob job) {
        // Bounded: every step on the way ends by itself after streamlane.redis.timeout.
        return enqueue(topic, job).await().indefinitely();
    }

    /** {@link #enqueueAll}, waiting for its end; not for I/O threads. */
    public List<Enqueued> enqueueAllAndAwait(String topic, List<NewJob> jobs) {
        return enqueueAll(topic, jobs).await().indefinitely();
    }

    private CompletionStage<List<Enqueued>> submit(String topic, List<NewEntry> entries) {
        return Caller.bring(
                topics.forEnqueue(topic).thenCompose(settings -> lanes.of(topic).enqueue(entries, settings)));
    }

    private static void requireLegal(String topic) {
        if (!Names.legal(topic)) {
            String message = "the topic's name must be " + Names.LEGAL;
            throw new InvalidRequestException(List.of(new Violation(-1, "topic", Names.LEGAL, message)));
        }
    }

    private static void log(List<Enqueued> jobs, Throwable failure) {
        if (failure == null && LOG.isDebugEnabled()) {
            List<String> ids = jobs.stream().limit(SHOWN).map(Enqueued::id).toList();
            LOG.debugf("Enqueued batch of %d jobs: %s%s", jobs.size(), ids, jobs.size() > SHOWN ? " …" : "");
        }
    }
}
