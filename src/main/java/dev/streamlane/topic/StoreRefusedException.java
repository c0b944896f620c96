package dev.streamlane.topic;

/**
 * Redis has answered that it does not do this, though it may do other things: not before somebody changes something there.
 */
public class StoreRefusedException extends StoreUnavailableException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what could not be done
     * @param cause what Redis said
     */
    public StoreRefusedException(String message, Throwable cause) {
        this(message, cause, false);
    }

    /**
     * @param message what could not be done
     * @param cause what Redis said
     * @param untouched whether the operation certainly took no effect
     */
    public StoreRefusedException(String message, Throwable cause, boolean untouched) {
        super(message, cause, untouched);
    }
}
