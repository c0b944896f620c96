package dev.streamlane.deadletter;

/** Redis did not answer in the middle of a call. What was not dealt with is still there; the call may be made again. */
public class BulkInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient BulkResult result;

    BulkInterruptedException(BulkResult result, Throwable cause) {
        super(cause.getMessage(), cause);
        this.result = result;
    }

    /** What it came to before. */
    public BulkResult result() {
        return result;
    }
}
