package dev.streamlane.streams;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * The Load Balancer Stream of one service, as one replica sees it. The package's documentation has the protocol. All calls
 * return at once; their stages complete on the engine's thread, and fail with {@link
 * dev.streamlane.topic.StoreUnavailableException} only. All of them may be repeated.
 */
public interface LoadBalancer {
    /** Under this name stands in the group what is nobody's at the moment. */
    String NOBODY = "unowned";

    /** This replica's name in the group: {@code redis-consumer-<consumer id>}. */
    String me();

    /**
     * Refreshes this replica's place in the service. Creates the Load Balancer Stream and its group, which begins with the
     * oldest entry, if need be; forgets dead replicas that have nothing pending any more. Now and then it begins the idle
     * time of what is pending under this replica's name anew.
     *
     * @param joining whether this is the first beat of this incarnation: it supersedes an older one of the same name
     * @param load what this replica has and can take
     */
    CompletionStage<Beat> beat(boolean joining, Load load);

    /**
     * Takes undelivered entries: they are pending under this replica's name then, and have to be {@link #claim claimed}.
     *
     * @param count how many at most, from 1 to 8; more than {@code load} has room for are taken only if no other live
     *     replica has room
     * @param load what this replica has and can take, without these; it must have room for one at least
     * @param patient whether it has waited for those that go first: then it takes what is there
     */
    CompletionStage<Taken> take(int count, Load load, boolean patient);

    /**
     * What is pending under a name, in the order of entry IDs; what this replica has {@link #take taken} before is in it.
     *
     * @param consumer the name
     * @param after the entry ID after which to begin, exclusive; {@code "0-0"} for all
     * @param count how many, if there are so many
     */
    CompletionStage<List<Pending>> pending(String consumer, String after, int count);

    /**
     * Reads entries. One that is not on the stream any more has no assignment; a {@link #claim} ends that it is pending.
     *
     * @param entryIds which, best in their order: neighbours are read together
     * @return as many entries, in the same order
     */
    CompletionStage<List<Entry>> read(List<String> entryIds);

    /**
     * How long locks will stay unless they are extended.
     *
     * @param keys the locks
     * @return for each of them the time left; zero if the lock is absent
     */
    CompletionStage<List<Duration>> locks(List<LockKey> keys);

    /**
     * Which of these entries wait because another pending entry has the name of their data stream; their IDs. Of those that
     * are nobody's, the idle time begins anew when it has come to 10 s: foreign clients that start take what has 40 s.
     */
    CompletionStage<Set<String>> duplicates(List<LockKey> entries);

    /**
     * Claims an entry: locks it, and makes it this replica's under a new epoch. An entry without a legal assignment, which
     * has no lock, is claimed to be buried.
     *
     * @param entryId the entry
     * @param name its data stream; empty if it has no legal assignment
     * @param from the name under which it was seen pending; this replica's own for what it has just taken
     * @param minIdle for how long it must have been idle
     * @param lostOwner whether {@code from} was lost while it had the entry, which counts as a failure
     */
    CompletionStage<Claim> claim(String entryId, String name, String from, Duration minIdle, boolean lostOwner);

    /**
     * Extends locks, many in one round trip. Does not fail: what was not answered is in the answer.
     *
     * @param still whether a lock is still to be extended; asked when that is sent, from any thread
     */
    CompletionStage<Extended> extend(Collection<Hold> holds, Predicate<Hold> still);

    /** The stream is done: acknowledges and deletes the entry, then unlocks. */
    CompletionStage<Ending> done(Hold hold);

    /**
     * Saves a checkpoint; one further on than the last counts failures anew.
     *
     * @return whether the stream was still this hold's; otherwise nothing changed
     */
    CompletionStage<Boolean> checkpoint(Hold hold, String position);

    /**
     * Makes the entry nobody's, and tells the other replicas.
     *
     * @param failed whether an attempt failed
     * @param lockFor for how long nobody may claim it: the lock stays so long; zero for a hand-over, at which it expires at
     *     once
     * @return how many failures there are now, also if an earlier call has written that; empty if it was not this hold's any
     *     more, and nothing changed
     */
    CompletionStage<Optional<Integer>> letGo(Hold hold, boolean failed, Duration lockFor);

    /**
     * Makes nobody's what is pending under this replica's own name though it does not hold it, such as what an earlier
     * incarnation left behind. Those that an earlier incarnation had count as lost.
     *
     * @param hold what is pending; nothing changes if this incarnation has claimed it under another epoch meanwhile
     */
    CompletionStage<Void> disclaim(Hold hold);

    /** Has all replicas look for what may be claimed. */
    CompletionStage<Void> wake();

    /**
     * Moves the entry to the dead letters, with its reason, and acknowledges and deletes it.
     *
     * @param error why
     * @param attempts how many attempts it has used
     */
    CompletionStage<Ending> bury(Hold hold, String error, int attempts);

    /** Forwards what has stood in this service's own dead letters for 10 s, because its burial was interrupted. */
    CompletionStage<Void> forwardDeadLetters();

    /**
     * Whether there is an entry after {@code after} on the Load Balancer Stream: as soon as there is, or after {@code
     * limit}.
     */
    CompletionStage<Boolean> arrival(String after, Duration limit);

    /** Gives up this replica's place in the service, and tells the others. */
    CompletionStage<Void> leave();

    /** Ends {@link #arrival}; nothing else is called afterwards. */
    void close();

    /**
     * What a replica has and can take.
     *
     * @param held how many streams it has
     * @param free for how many more it has room
     */
    record Load(int held, int free) {}

    /** The answer to {@link #beat}. */
    sealed interface Beat {
        /** Another incarnation of the same name serves now. */
        record Superseded() implements Beat {}

        /**
         * The replica has its place.
         *
         * @param owners who has pending entries
         * @param waiting how many entries are undelivered
         * @param roomyPeers how many other live replicas have room
         * @param nextDeadline the time until the next of the other replicas counts as dead unless it beats; empty if there
         *     is none
         */
        record Registered(List<Owner> owners, long waiting, int roomyPeers, Optional<Duration> nextDeadline)
                implements Beat {}
    }

    /**
     * Somebody who has pending entries.
     *
     * @param consumer the name in the group
     * @param kind what is known of it
     * @param pending how many entries
     */
    record Owner(String consumer, Kind kind, long pending) {
        /** What is known of an owner. */
        public enum Kind {
            /** This replica. */
            ME,
            /** Another live replica. */
            LIVE,
            /** A replica that does not beat any more. */
            DEAD,
            /** {@link LoadBalancer#NOBODY}. */
            NOBODY,
            /** A client that is not Streamlane: only its locks show whether it lives. */
            FOREIGN
        }
    }

    /** The answer to {@link #take}. */
    sealed interface Taken {
        /** This incarnation has no place in the service: it has to {@link LoadBalancer#beat beat} first. */
        record Unregistered() implements Taken {}

        /** So many others go first. */
        record Wait(int before) implements Taken {}

        /**
         * These are pending under this replica's name now.
         *
         * @param entries in the order of their IDs; empty if there was nothing
         * @param lastDelivered the entry ID up to which the group has read
         */
        record Entries(List<Entry> entries, String lastDelivered) implements Taken {}
    }

    /**
     * An entry of the Load Balancer Stream.
     *
     * @param id its entry ID
     * @param assignment the text of its field {@code lbs-input}; {@code null} if it has none
     * @param length how many bytes that text has; beyond the limit, the text is not read and {@code null}
     */
    record Entry(String id, String assignment, int length) {}

    /**
     * A pending entry.
     *
     * @param entryId its entry ID
     * @param idle the time since it was delivered, claimed or let go, or a replica made it young again
     * @param failures how many attempts have failed since its last checkpoint
     * @param epoch under which it was claimed and not let go since; 0 if it was not
     */
    record Pending(String entryId, Duration idle, int failures, long epoch) {}

    /**
     * Names a lock.
     *
     * @param name the data stream
     * @param entryId the entry on the Load Balancer Stream
     */
    record LockKey(String name, String entryId) {
        /** Its key in Redis. */
        public String key() {
            return name + SEPARATOR + entryId;
        }

        /** What stands between the two, literally, as redis-stream-client-go has it. */
        public static final String SEPARATOR = "<MUTEX_KEY_SEP>";
    }

    /**
     * What this replica has.
     *
     * @param entryId the entry on the Load Balancer Stream
     * @param name the data stream; empty if the entry has no legal assignment
     * @param epoch the fencing token; 0 if it has taken the entry and not claimed it
     */
    record Hold(String entryId, String name, long epoch) {}

    /**
     * The answer to {@link #extend}.
     *
     * @param lost whose lock is not this replica's any more
     * @param unanswered whose lock may have been extended or not
     */
    record Extended(Set<Hold> lost, Set<Hold> unanswered) {}

    /** What became of a call that makes an end of a hold. */
    enum Ending {
        /** It was this hold's, and that was written. */
        WRITTEN,
        /**
         * Nothing changed, for the entry is gone: an earlier call whose answer was lost made an end of it, or somebody else.
         */
        GONE,
        /** Nothing changed: the entry is there, and not this hold's any more. */
        LOST
    }

    /** The answer to {@link #claim}. */
    sealed interface Claim {
        /**
         * It is this replica's.
         *
         * @param hold what it has
         * @param failures how many attempts have failed since the last checkpoint
         * @param checkpoint the last checkpoint
         * @param previous who had it before; empty if nobody has
         */
        record Granted(Hold hold, int failures, Optional<String> checkpoint, Optional<String> previous)
                implements Claim {}

        /** The lock is there. */
        record Locked() implements Claim {}

        /** It is not pending under that name any more, or not idle for long enough. */
        record Gone() implements Claim {}

        /** Another pending entry, this one, has the same name and is first. */
        record Duplicate(String entryId) implements Claim {}
    }
}
