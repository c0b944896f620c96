package dev.streamlane.consumer;

import dev.streamlane.consumer.PartitionLog.DeadLetter;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Moves entries of one partition to the dead letters, and tries again until Redis answers. Confined to the group's thread.
 */
final class Burial {
    private static final Logger LOG = Logger.getLogger(Burial.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final GroupContext context;
    private final PartitionLog log;
    private final int partition;
    private final JobReport report;
    private final Consumer<Held> buried;
    private final Runnable lost;
    private final Map<String, Held> underWay = new HashMap<>();
    private boolean forwardDue = true;
    private boolean closed;

    /**
     * @param buried hears of each entry that stands in the dead letters and is acknowledged
     * @param lost hears that the lease is lost
     */
    Burial(
            GroupContext context,
            PartitionLog log,
            int partition,
            JobReport report,
            Consumer<Held> buried,
            Runnable lost) {
        this.context = context;
        this.log = log;
        this.partition = partition;
        this.report = report;
        this.buried = buried;
        this.lost = lost;
    }

    /** The entry IDs of what is on its way. */
    Collection<String> ids() {
        return Collections.unmodifiableSet(underWay.keySet());
    }

    /** Forwards what may have been left on its way: by an earlier owner, or while Redis took nothing in. */
    void resume() {
        if (!forwardDue) {
            return;
        }
        forwardDue = false;
        log.forwardDeadLetters().exceptionally(failure -> {
            forwardDue = true;
            LOG.warnf(
                    "Dead letters of partition %d of group %s wait: %s",
                    partition, context.group(), failure.getMessage());
            return null;
        });
    }

    /** Begins to move an entry. */
    void bury(Held held, String error) {
        Entry body = held.body();
        DeadJob job = new DeadJob(body.jobId(), partition, held.id(), held.attempts(), error, body.headers());
        held.dropBody();
        forwardDue = true;
        underWay.put(held.id(), held);
        send(held, job);
    }

    /** Tries no more. */
    void close() {
        closed = true;
    }

    private void send(Held held, DeadJob job) {
        if (closed) {
            return;
        }
        log.bury(new DeadLetter(job.entryId(), job.attempts(), job.error())).whenComplete((stillOwner, failure) -> {
            if (closed) {
                return;
            }
            if (failure != null) {
                report.notDeadYet(job, failure);
                context.timers().schedule(AFTER_FAILURE, () -> send(held, job));
            } else if (stillOwner) {
                report.dead(job);
                underWay.remove(held.id());
                context.events().deadLettered(context.group(), job);
                buried.accept(held);
            } else {
                lost.run();
            }
        });
    }
}
