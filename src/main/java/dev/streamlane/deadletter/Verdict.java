package dev.streamlane.deadletter;

import java.util.Optional;

/** What came of the replay of a dead letter. */
public sealed interface Verdict {
    /** Why it stays a dead letter, as a sentence; empty if it does not. */
    default Optional<String> reasonToLeave() {
        return Optional.empty();
    }

    /** It is where it was, and no dead letter any more. */
    sealed interface Replayed extends Verdict {}

    /**
     * A job is in its topic again.
     *
     * @param jobId its id
     * @param entryId its new entry; empty if an earlier call has made that
     */
    record ReplayedJob(String jobId, String topic, String group, int partition, Optional<String> entryId)
            implements Replayed {}

    /**
     * An assignment is on its Load Balancer Stream again.
     *
     * @param entryId its new entry; empty if an earlier call has made that
     */
    record ReplayedAssignment(String service, Optional<String> entryId) implements Replayed {}

    /** It stays a dead letter, for good: a sentence that says why. */
    record Refused(String reason) implements Verdict {
        @Override
        public Optional<String> reasonToLeave() {
            return Optional.of(reason);
        }
    }

    /**
     * It stays a dead letter until there is room.
     *
     * @param place the partition or service
     * @param full how full that is
     */
    record NoRoom(Origin place, DeadLetterStore.Returned.Full full) implements Verdict {
        @Override
        public Optional<String> reasonToLeave() {
            String where = place instanceof Origin.Job job
                    ? "partition " + job.partition() + " of topic '" + job.topic() + "'"
                    : "service '" + ((Origin.Assignment) place).service() + "'";
            String who = full.pinnedBy()
                    .map(group -> ", and group '" + group + "' has not finished them")
                    .orElse("");
            return Optional.of(where + " is full: it has the " + full.limit() + " entries that it may have" + who);
        }
    }

    /**
     * It is where it was, but fewer of Redis' replicas than asked for have confirmed that: it stays a dead letter as well.
     */
    record Unconfirmed(int replicas) implements Verdict {
        @Override
        public Optional<String> reasonToLeave() {
            return Optional.of(
                    "it is where it was, but only " + replicas + " replicas of Redis have confirmed that in time;"
                            + " to replay it again within a day does not add it twice");
        }
    }

    /** A try only: nothing stands against its replay. */
    record Possible() implements Verdict {}
}
