package dev.streamlane.consumer;

import dev.streamlane.consumer.PartitionLog.DeadLetter;
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

    /** The exception's class and message, and those of its cause; cut to {@value DeadLetter#MAX_ERROR} characters. */
    static String describe(Throwable thrown) {
        Throwable cause = thrown.getCause();
        String text = cause == null || cause == thrown ? thrown.toString() : thrown + " caused by " + cause;
        return text.length() <= DeadLetter.MAX_ERROR ? text : text.substring(0, DeadLetter.MAX_ERROR);
    }
}
