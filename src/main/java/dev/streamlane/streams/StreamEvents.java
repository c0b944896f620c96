package dev.streamlane.streams;

import java.time.Duration;

/** What happens to a service's streams, for metrics. Calls must be quick and must not throw. */
public interface StreamEvents {
    /** Tells nobody. */
    StreamEvents NONE = new StreamEvents() {};

    /** How an attempt ended. */
    enum Result {
        DONE,
        FAILED,
        DISCARDED,
        /** Handed over while it ran; it does not count as an attempt. */
        HANDED_OVER,
        /** Its lock was lost while it ran; its result changes nothing. */
        DISOWNED
    }

    /** A beat went through. */
    default void beat(String service, Duration took) {}

    /** A beat found Redis unreachable. */
    default void beatFailed(String service) {}

    /** A stream is this replica's now; {@code claimed} if another consumer had it before. */
    default void assigned(String service, boolean claimed) {}

    /** A processor begins. */
    default void started(String service) {}

    /** A processor has returned after {@code took}. */
    default void ended(String service, Result result, Duration took) {}

    /** A stream that failed will be tried again. */
    default void retrying(String service) {}

    /** A stream, or an entry that is no assignment, was dead-lettered. */
    default void deadLettered(String service) {}

    /** A stream's lock was lost before its processor had returned. */
    default void lockLost(String service) {}

    /**
     * What the last beat saw.
     *
     * @param held streams that this replica has
     * @param waiting entries that nobody has read
     * @param unowned streams that are nobody's at the moment
     */
    default void observed(String service, int held, long waiting, long unowned) {}
}
