package dev.streamlane.deadletter;

/** This replica deals with as many calls about many dead letters as it may at a time. */
public class TooManyRunsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyRunsException(int limit) {
        super("this replica replays or deletes dead letters for " + limit + " calls already");
    }
}
