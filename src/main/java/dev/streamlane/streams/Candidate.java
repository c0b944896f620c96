package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Entry;
import java.time.Duration;
import java.util.Comparator;

/**
 * An entry that may be claimed.
 *
 * @param entry the entry
 * @param assignment what it says; {@code null} if it is no assignment
 * @param unreadable why not; {@code null} if it is one
 * @param from the name under which it is pending
 * @param minIdle for how long it must have been idle
 * @param lostOwner whether {@code from} was lost while it had it
 */
record Candidate(
        Entry entry, Assignment assignment, String unreadable, String from, Duration minIdle, boolean lostOwner) {
    /** The most urgent first, and of equals the oldest. */
    static final Comparator<Candidate> ORDER =
            Comparator.comparing(Candidate::priority).thenComparing(candidate -> EntryId.parse(candidate.id()));

    /** The same, judged. */
    Candidate claimable(Duration idle, boolean lost) {
        return new Candidate(entry, assignment, unreadable, from, idle, lost);
    }

    String id() {
        return entry.id();
    }

    /** The data stream; empty if it is no assignment. */
    String name() {
        return assignment == null ? "" : assignment.name();
    }

    private Priority priority() {
        return assignment == null ? Priority.NORMAL : assignment.priority();
    }
}
