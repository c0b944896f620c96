package dev.streamlane.execution;

import dev.streamlane.job.DiscardJobException;

/** What a processor's exception means for what it processed. */
public final class Failures {
    /** It was interrupted before the processor was called. */
    public static final Outcome NOT_BEGUN = new Outcome.Failed("it was interrupted before it had begun");

    /** The length that a description is cut to: enough for a message, too short for a whole stack trace. */
    public static final int MAX_ERROR = 2000;

    private Failures() {}

    /** The outcome of an attempt that ended with {@code thrown}. */
    public static Outcome outcome(Throwable thrown) {
        return thrown instanceof DiscardJobException
                ? new Outcome.Discarded(describe(thrown))
                : new Outcome.Failed(describe(thrown));
    }

    /** The exception's class and message, and those of its cause; cut to {@value #MAX_ERROR} characters. */
    public static String describe(Throwable thrown) {
        try {
            Throwable cause = thrown.getCause();
            String text = cause == null || cause == thrown ? thrown.toString() : thrown + " caused by " + cause;
            return text.length() <= MAX_ERROR ? text : text.substring(0, MAX_ERROR);
        } catch (RuntimeException broken) { // It is the application's code that describes it.
            return thrown.getClass().getName();
        }
    }
}
