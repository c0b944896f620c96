package dev.streamlane.consumer;

import dev.streamlane.job.DiscardJobException;

/** What a processor's exception means for its job. */
final class Failures {
    private Failures() {}

    /** The outcome of an attempt that ended with {@code thrown}. */
    static Outcome outcome(Throwable thrown) {
        return thrown instanceof DiscardJobException
                ? new Outcome.Discarded(describe(thrown))
                : new Outcome.Failed(describe(thrown));
    }

    /** The exception's class and message, and those of its cause. */
    static String describe(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return cause == null || cause == thrown ? thrown.toString() : thrown + " caused by " + cause;
    }
}
