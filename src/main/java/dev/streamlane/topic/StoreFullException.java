package dev.streamlane.topic;

/** Redis has reached its memory limit and takes no more data. The operation took no effect. */
public final class StoreFullException extends StoreRefusedException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what could not be done
     * @param cause what Redis said
     */
    public StoreFullException(String message, Throwable cause) {
        super(message, cause, true);
    }
}
