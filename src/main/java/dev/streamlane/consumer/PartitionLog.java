package dev.streamlane.consumer;

import dev.streamlane.execution.Failures;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * One partition as the holder of its lease uses it. Every write is fenced by the lease's incarnation and epoch, so a consumer
 * that lost the lease changes nothing. Steps and adoptions are numbered as well: one that reaches Redis after a later one
 * did, because it was given up here but still under way, changes nothing either. A stage that fails with {@link
 * dev.streamlane.topic.StoreUnavailableException} says that there was no answer; the call may have taken effect and may be
 * repeated.
 */
public interface PartitionLog {
    /** One step of consumption; see {@link Step}. */
    CompletionStage<StepReply> step(Step step);

    /**
     * Takes over entries that are pending in the group, in ID order, and keeps their idle time. Entries whose body is gone
     * are acknowledged and left out. Only after the first adoption, and then after an adoption that followed each step
     * without an answer, may be read on.
     *
     * @param after the entry ID after which to begin, {@code "0-0"} for the first
     * @param count at most how many pending entries to look at
     */
    CompletionStage<AdoptReply> adopt(String after, int count);

    /**
     * Moves one entry to the dead letters and acknowledges it. It is not lost if the process dies meanwhile; at worst the
     * dead letter is written twice.
     *
     * @return whether the lease was still held
     */
    CompletionStage<Boolean> bury(DeadLetter letter);

    /** Forwards dead letters that an earlier owner left on their way. */
    CompletionStage<Void> forwardDeadLetters();

    /**
     * Waits without reading: completes with {@code true} when the stream has an entry after {@code after}, with
     * {@code false} when {@code limit} has passed. Needs no lease and changes nothing.
     */
    CompletionStage<Boolean> arrival(String after, Duration limit);

    /** Lets go of what {@link #arrival} holds. */
    void close();

    /**
     * Acknowledge, remember failed attempts, and record what is about to run, all at once or nothing if the lease is lost;
     * and read on. A repetition does no harm.
     *
     * @param acked entry IDs of jobs that are done
     * @param failed attempts used so far by entry ID, for jobs that failed and stay pending
     * @param running entry IDs of <em>all</em> jobs that run or are about to run; it replaces the record of before
     * @param alone the entry ID among {@code running} of a job that runs alone in its process, or {@code null}
     * @param bodies the entry IDs among {@code running} whose body is to be read again
     * @param read at most how many new entries to read; 0 for none
     */
    record Step(
            Collection<String> acked,
            Map<String, Integer> failed,
            Collection<String> running,
            String alone,
            Collection<String> bodies,
            int read) {}

    /** The answer to a {@link Step}. */
    sealed interface StepReply {
        /** The lease, or the consumer group, is gone; nothing was changed. */
        record Lost() implements StepReply {}

        /**
         * The step was taken.
         *
         * @param bodies the entries asked for by {@code bodies}; one that is missing was trimmed or deleted meanwhile and
         *     has been acknowledged
         * @param entries new entries in ID order
         * @param paused whether the group is paused: then nothing is recorded as running that was not so before, and must
         *     not start
         */
        record Taken(List<Entry> bodies, List<Entry> entries, boolean paused) implements StepReply {}
    }

    /** The answer to {@link #adopt}. */
    sealed interface AdoptReply {
        /** The lease, or the consumer group, is gone; nothing was changed. */
        record Lost() implements AdoptReply {}

        /**
         * Some pending entries, now in this consumer's name.
         *
         * @param entries in ID order
         * @param next the ID after which to go on, or {@code null} if these were the last
         */
        record Adopted(List<Pending> entries, String next) implements AdoptReply {}
    }

    /**
     * A pending entry that was taken over.
     *
     * @param entry the entry
     * @param attempts how many attempts it has used
     * @param ownerLost whether the last of them ended because the consumer died or lost its lease while other jobs ran
     *     beside it; {@code false} if it ran alone then
     * @param idle the time since it was last delivered
     */
    record Pending(Entry entry, int attempts, boolean ownerLost, Duration idle) {}

    /**
     * An entry on its way to the dead letters.
     *
     * @param entryId the entry's ID
     * @param attempts how many attempts it used
     * @param error why it is dead, at most {@value Failures#MAX_ERROR} characters
     */
    record DeadLetter(String entryId, int attempts, String error) {
        public DeadLetter {
            error = error.length() <= Failures.MAX_ERROR ? error : error.substring(0, Failures.MAX_ERROR);
        }
    }
}
