package dev.streamlane.producer;

import java.util.List;

/**
 * An idempotency key has enqueued another job before, or comes twice in a batch with different jobs. Nothing was enqueued.
 */
public final class IdempotencyConflictException extends InvalidRequestException {
    private static final long serialVersionUID = 1L;

    /** @param violations which jobs, at least one, in their order */
    public IdempotencyConflictException(List<Violation> violations) {
        super(violations);
    }

    /** @param index the job's place in its batch, or -1 if it came alone */
    static Violation violation(int index) {
        String message =
                "the idempotency key was used for another job of this topic before; a repetition must be the same";
        return new Violation(index, "idempotencyKey", null, message);
    }
}
