package dev.streamlane.topic;

/**
 * Redis could not be reached or did not answer in time, or does not do this now. Whether the operation took effect is
 * unknown, unless it is {@link #untouched()}.
 */
public class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean untouched;

    /**
     * Leaves open whether the operation took effect.
     *
     * @param message what could not be done
     * @param cause what the client said, or {@code null}
     */
    public StoreUnavailableException(String message, Throwable cause) {
        this(message, cause, false);
    }

    /**
     * @param message what could not be done
     * @param cause what the client said, or {@code null}
     * @param untouched whether the operation certainly took no effect
     */
    public StoreUnavailableException(String message, Throwable cause, boolean untouched) {
        super(message, cause);
        this.untouched = untouched;
    }

    /** Whether the operation certainly took no effect: it was never sent, or refused before it began. */
    public boolean untouched() {
        return untouched;
    }
}
