package dev.streamlane.consumer;

import dev.streamlane.logging.LogFields;
import dev.streamlane.logging.LogText;
import dev.streamlane.partition.GroupId;
import java.time.Duration;
import java.util.Map;
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
        LogFields.line(
                JobFields.of(held.jobId(), group.topic(), attempt),
                () -> LOG.infof(
                        "Job %s failed attempt %d of %d, next in %d ms: %s",
                        name(held.jobId(), held.id()), attempt, maxAttempts, backoff.toMillis(), LogText.text(error)));
    }

    /** A job is dead-lettered. */
    void dead(DeadJob job) {
        LogFields.line(
                fields(job),
                () -> LOG.warnf(
                        "Job %s is dead after %s: %s",
                        name(job.id(), job.entryId()), LogText.attempts(job.attempts()), LogText.text(job.error())));
    }

    /** A job could not be dead-lettered yet. */
    void notDeadYet(DeadJob job, Throwable failure) {
        LogFields.line(
                fields(job),
                () -> LOG.warnf(
                        "Job %s waits to be dead-lettered: %s", name(job.id(), job.entryId()), failure.getMessage()));
    }

    private Map<String, String> fields(DeadJob job) {
        return JobFields.of(job.id(), group.topic(), job.attempts());
    }

    private String name(String jobId, String entryId) {
        return "%s (entry %s of partition %d of %s)".formatted(LogText.name(jobId), entryId, partition, group);
    }
}
