package dev.streamlane.group;

import dev.streamlane.streams.EntryId;
import java.time.Duration;
import java.util.Optional;

/**
 * What Redis keeps of an entry anyway.
 *
 * @param there whether it is in the stream
 * @param read the entry up to which the group has read; empty if the group has not begun here
 * @param pending how it is pending in the group; empty if it is not
 * @param onItsWayOut whether it is a dead letter that is about to be forwarded
 */
public record JobTrace(boolean there, Optional<EntryId> read, Optional<Pending> pending, boolean onItsWayOut) {
    /**
     * An entry that was delivered and not acknowledged.
     *
     * @param idle since when it was last delivered
     * @param attempts how many attempts it has used
     * @param started whether its owner lists it as started, and lives
     */
    public record Pending(Duration idle, int attempts, boolean started) {}

    /** What follows from it for the entry; empty if the dead letters have to be looked at. */
    Optional<JobState> state(EntryId entry) {
        if (pending.isPresent()) {
            return Optional.of(there ? state(pending.get()) : JobState.UNKNOWN);
        }
        if (onItsWayOut) {
            return Optional.of(JobState.DEAD);
        }
        if (read.isPresent() && entry.compareTo(read.get()) <= 0) {
            return there ? Optional.empty() : Optional.of(JobState.UNKNOWN);
        }
        return Optional.of(there ? JobState.QUEUED : JobState.UNKNOWN);
    }

    private static JobState state(Pending pending) {
        if (pending.started()) {
            return JobState.RUNNING;
        }
        return pending.attempts() > 0 ? JobState.RETRYING : JobState.PENDING;
    }
}
