package dev.streamlane.execution;

/** How an attempt ended. */
public sealed interface Outcome {
    /** The processor returned. */
    Outcome DONE = new Done();

    /** The processor returned. */
    record Done() implements Outcome {}

    /**
     * The attempt failed; another one may help.
     *
     * @param error why
     */
    record Failed(String error) implements Outcome {}

    /**
     * No further attempt can help.
     *
     * @param error why
     */
    record Discarded(String error) implements Outcome {}
}
