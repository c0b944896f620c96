package dev.streamlane.streams;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A stream on a service's Load Balancer Stream, as one sees it from outside.
 *
 * @param entryId its entry ID
 * @param assignment what its entry says; empty if that is no assignment
 * @param error why it is none; empty if it is one
 * @param state how far it has come
 * @param holder who has it, if it is assigned
 * @param claimedFrom who had it before; empty if nobody had, or that is not known
 * @param failures how many attempts have failed since the last checkpoint; empty if no replica has claimed it yet
 * @param checkpoint the last checkpoint
 */
public record ListedStream(
        String entryId,
        Optional<Assignment> assignment,
        Optional<String> error,
        State state,
        Optional<Holder> holder,
        Optional<String> claimedFrom,
        OptionalInt failures,
        Optional<String> checkpoint) {
    /** How far a stream has come. */
    public enum State {
        /** Nobody has read it. */
        WAITING,
        /** Some consumer has it. */
        ASSIGNED,
        /** It was assigned, and is nobody's at the moment: it is handed over, or waits to be tried again. */
        UNOWNED,
        /**
         * It is acknowledged and only has to be deleted, which foreign clients do in a step of its own; or a foreign client
         * created the group behind it, and nobody will ever read it.
         */
        DONE
    }

    /**
     * Who has a stream.
     *
     * @param consumer its name in the group
     * @param since when it got the stream
     * @param epoch its fencing token; empty if it is a foreign client, or has not claimed yet what it has taken
     */
    public record Holder(String consumer, Instant since, OptionalLong epoch) {}
}
