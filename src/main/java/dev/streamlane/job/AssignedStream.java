package dev.streamlane.job;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A data stream that a stream service has handed to this replica and to nobody else, for as long as its processor runs and
 * its lock is kept alive. All methods may be called from any thread, unless they say otherwise.
 */
public interface AssignedStream {
    /** The stream service that handed it out. */
    String service();

    /** The data stream's name, which is its key in Redis. */
    String name();

    /** The entry ID of its assignment on the Load Balancer Stream: the same on every attempt. */
    String entryId();

    /**
     * What the producer said about the stream ({@code Info}), with JSON's types: {@link String}, {@link Boolean}, {@link
     * Integer}, {@link Long}, {@link java.math.BigInteger}, {@link java.math.BigDecimal}, {@link java.util.List}, {@link
     * Map}, {@code null}. It cannot be changed.
     */
    Map<String, Object> info();

    /** Whether another consumer had this stream before, and left it undone. */
    boolean claimed();

    /** The consumer id of whoever had it last, if it was {@link #claimed()}; it may be this replica's own. */
    Optional<String> claimedFrom();

    /** Which attempt this is, from 1. Exceptions and lost owners use attempts; hand-overs and deployments do not. */
    int attempt();

    /** The fencing token: it rises each time the stream is assigned, and never falls. */
    long epoch();

    /** The entry ID that was last saved as a checkpoint, by whichever replica. */
    Optional<String> checkpoint();

    /**
     * Saves a position, after which whoever gets this stream next continues. A checkpoint further on than the last one is
     * progress: attempts are counted anew from it. Blocks until Redis has it.
     *
     * @param entryId the last entry that need not be read again, {@code <milliseconds>-<sequence>}
     * @throws IllegalArgumentException if that is no entry ID
     * @throws StreamDisownedException if the stream is not ours any more; nothing was saved then
     * @throws RuntimeException if Redis did not answer in time; it may or may not have been saved
     */
    void checkpoint(String entryId);

    /**
     * The stream's entries after its checkpoint, or from its start if there is none; then each new one when it comes. A
     * data stream has no end, so this iteration has none either: the processor must know when it is done. Few entries are
     * read ahead, so a slow processor holds nothing but its own stream up. Iterating blocks; use one iterator in one
     * thread. It waits while Redis is away.
     *
     * @return an iteration that throws {@link StreamDisownedException} when the stream is not ours any more, at once also
     *     while it blocks; {@link java.util.concurrent.CancellationException} when its thread is interrupted otherwise,
     *     which stays interrupted; {@link IllegalStateException} if the key is not a stream
     */
    Iterable<StreamEntry> entries();

    /**
     * As {@link #entries()}, but ends when no new entry has come for so long.
     *
     * @param quiet how long to wait for one more entry; zero for the entries that are there now
     */
    Iterable<StreamEntry> entries(Duration quiet);

    /**
     * Whether the stream is not ours any more, or soon will not be, because it is handed over: then a last checkpoint can
     * still be saved. What is done afterwards, may be done by its next owner, too.
     */
    boolean disowned();

    /**
     * Completes when the stream is not ours any more, or soon will not be; never if that does not happen before the processor
     * returns. What is called then has a thread of its own, as a processor has, and may block; it is not interrupted.
     */
    CompletionStage<Void> whenDisowned();
}
