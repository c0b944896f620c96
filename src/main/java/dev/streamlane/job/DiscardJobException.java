package dev.streamlane.job;

/** Thrown by a processor that knows a job can never succeed: the job is dead-lettered at once, without another attempt. */
public class DiscardJobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason why, as it will stand in the dead letter */
    public DiscardJobException(String reason) {
        super(reason);
    }

    /**
     * @param reason why, as it will stand in the dead letter
     * @param cause what led to it
     */
    public DiscardJobException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
