package dev.streamlane.topic;

/** Redis could not be reached or did not answer in time. Whether the operation took effect is unknown. */
public class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what could not be done
     * @param cause what the client said, or {@code null}
     */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
