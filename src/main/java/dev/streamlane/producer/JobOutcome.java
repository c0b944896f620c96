package dev.streamlane.producer;

/**
 * What became of one job of an interrupted batch.
 *
 * @param index its place in the batch, from 0
 * @param id its UUID
 * @param status what became of it
 */
public record JobOutcome(int index, String id, Status status) {
    /** What became of a job. */
    public enum Status {
        /** It is in its topic. */
        ENQUEUED,
        /** It is not in its topic; it may be enqueued again. */
        NOT_ENQUEUED,
        /** Redis did not say: it may have been enqueued. Enqueueing it again may make it run twice. */
        UNKNOWN
    }
}
