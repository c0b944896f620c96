package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamlane.group.JobDirectory.Found;
import dev.streamlane.group.JobTrace.Pending;
import java.util.Locale;

/**
 * How far a group is with a job. What does not apply is left out.
 *
 * @param topic its topic
 * @param group the group
 * @param partition its partition
 * @param entryId its entry ID
 * @param state {@code queued}, {@code pending}, {@code running}, {@code retrying}, {@code done}, {@code dead},
 *     {@code finished} (acknowledged, but there are too many dead letters to tell which of the two), or {@code unknown}
 * @param attempts how many attempts it has used, while it is pending
 * @param idleMs since when it was last delivered, while it is pending
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobView(String topic, String group, int partition, String entryId, String state, Integer attempts, Long idleMs) {
    static JobView of(String topic, String group, int partition, String entryId, Found found) {
        return new JobView(
                topic,
                group,
                partition,
                entryId,
                found.state().name().toLowerCase(Locale.ROOT),
                found.pending().map(Pending::attempts).orElse(null),
                found.pending().map(pending -> pending.idle().toMillis()).orElse(null));
    }
}
