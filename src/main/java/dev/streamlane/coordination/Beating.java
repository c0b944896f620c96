package dev.streamlane.coordination;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A part that this replica plays in Redis, which ends unless it is kept alive by beats. */
public interface Beating {
    /**
     * Keeps it alive, and does what has become due. Blocks for as long as Redis takes to answer. That Redis does not
     * answer is no error.
     *
     * @return the time after which the next beat is due at the latest
     */
    Duration beat();

    /**
     * Ends what cannot be trusted to be ours any more. Must not block.
     *
     * @return the time after which to call it again; what is acquired meanwhile can be trusted for longer
     */
    Duration distrust();

    /**
     * Hands everything over; what there is to do may be done by the beats to come. The stage completes when nothing is
     * held any more, and never fails.
     */
    CompletionStage<Void> leave();

    /** How it stands. */
    Status status();

    /**
     * How a part stands.
     *
     * @param name what it is a part in
     * @param begun whether a first beat has ended, whether or not Redis answered it
     * @param registered whether Redis knows of it now
     * @param superseded whether another process has taken its consumer id
     * @param connected whether Redis answered the last beat
     * @param sinceBeat the time since the last beat ended, whether or not Redis answered it
     * @param ttl how long it outlives its last beat
     * @param owned what this replica owns by it, in words for people
     */
    record Status(
            String name,
            boolean begun,
            boolean registered,
            boolean superseded,
            boolean connected,
            Duration sinceBeat,
            Duration ttl,
            String owned) {}
}
