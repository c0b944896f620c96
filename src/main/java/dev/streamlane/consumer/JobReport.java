package dev.streamlane.consumer;

import dev.streamlane.execution.LogFields;
import dev.streamlane.execution.LogText;
import dev.streamlane.execution.OwnContext;
import dev.streamlane.partition.GroupId;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Says in the log what becomes of the jobs of a partition. Anybody may have chosen a job's id, and an error may quote
 * anything: here they are made harmless.
 */
final class JobReport {
    private static final Logger LOG = Logger.getLogger(JobReport.class);

    private final GroupId group;
    private final int partition;

    JobReport(GroupId group, int partition) {
        this.group = group;
        this.partition = partition;
    }

    /** An attempt failed that is not the last one. */
    void failed(Held held, int attempt, int maxAttempts, Duration backoff, String error) {
        carrying(
                held.jobId(),
                attempt,
                () -> LOG.infof(
                        "Job %s failed attempt %d of %d, next in %d ms: %s",
                        name(held.jobId(), held.id()), attempt, maxAttempts, backoff.toMillis(), LogText.error(error)));
    }

    /** A job is dead-lettered. */
    void dead(DeadJob job) {
        carrying(
                job.id(),
                job.attempts(),
                () -> LOG.warnf(
                        "Job %s is dead after %d attempts: %s",
                        name(job.id(), job.entryId()), job.attempts(), LogText.error(job.error())));
    }

    /** A job could not be dead-lettered yet. */
    void notDeadYet(DeadJob job, Throwable failure) {
        carrying(
                job.id(),
                job.attempts(),
                () -> LOG.warnf(
                        "Job %s waits to be dead-lettered: %s", name(job.id(), job.entryId()), failure.getMessage()));
    }

    private void carrying(String jobId, int attempt, Runnable line) {
        // The group's event loop has none: what is put there goes with the statement.
        OwnContext.create().run(() -> {
            LogFields.put(JobFields.of(jobId, group.topic(), attempt));
            line.run();
        });
    }

    private String name(String jobId, String entryId) {
        return "%s (entry %s of partition %d of %s)".formatted(LogText.name(jobId), entryId, partition, group);
    }
}
