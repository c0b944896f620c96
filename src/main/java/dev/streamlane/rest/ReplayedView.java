package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamlane.deadletter.Verdict;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A dead letter that is where it was. What does not apply is left out.
 *
 * @param id the job's id, which it has kept
 * @param topic the job's topic
 * @param group the only group that processes it
 * @param partition the job's partition
 * @param service the stream service, of an assignment
 * @param entryId its new entry; absent if an earlier call, which had not come to its end, has written that
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Replayed")
record ReplayedView(String id, String topic, String group, Integer partition, String service, String entryId) {
    static ReplayedView of(Verdict.Replayed replayed) {
        if (replayed instanceof Verdict.ReplayedJob job) {
            return new ReplayedView(
                    job.jobId(),
                    job.topic(),
                    job.group(),
                    job.partition(),
                    null,
                    job.entryId().orElse(null));
        }
        Verdict.ReplayedAssignment assignment = (Verdict.ReplayedAssignment) replayed;
        return new ReplayedView(
                null,
                null,
                null,
                null,
                assignment.service(),
                assignment.entryId().orElse(null));
    }
}
