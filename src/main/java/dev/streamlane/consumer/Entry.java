package dev.streamlane.consumer;

/**
 * A job's entry as it stands in the stream; undecoded. A field that is missing in the stream is {@code null}.
 *
 * @param id the entry ID, {@code <milliseconds>-<sequence>}
 * @param msgId the job's UUID
 * @param payload the payload's JSON text
 * @param partitionKey the name of the payload field whose value is the key
 * @param key the key itself, which Streamlane adds
 * @param createdAt epoch seconds, with a fraction
 * @param enqueuedAt epoch seconds, with a fraction
 * @param timeout whole seconds, 0 for none
 * @param headers a JSON object of strings
 * @param onlyGroup the only group that is to process it; the others acknowledge it
 */
public record Entry(
        String id,
        String msgId,
        String payload,
        String partitionKey,
        String key,
        String createdAt,
        String enqueuedAt,
        String timeout,
        String headers,
        String onlyGroup) {
    /** The job's id; of an entry that names none, that of the entry. */
    String jobId() {
        return msgId == null ? id : msgId;
    }

    /** Whether it is a replayed job that another group failed at. */
    boolean isForAnotherGroupThan(String group) {
        return onlyGroup != null && !onlyGroup.equals(group);
    }
}
