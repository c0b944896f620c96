package dev.streamlane.execution;

/** Users' code at work. */
public interface Invocation {
    /** Asks it to return soon; may be called at any time, by any thread, and does not block. */
    void interrupt();
}
