package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.Looks.Verdict.Claimable;
import java.time.Duration;
import java.util.Comparator;

/**
 * An entry that this replica may claim.
 *
 * @param entry the entry
 * @param assignment what it says; {@code null} if it is no assignment
 * @param unreadable why not; {@code null} if it is one
 * @param from the name under which it is pending
 * @param failures how many attempts have failed
 * @param terms on which terms it may be claimed
 */
record Candidate(Entry entry, Assignment assignment, String unreadable, String from, int failures, Claimable terms) {
    /** What this replica has just taken, nobody else has had. */
    static final Claimable FRESH = new Claimable(Duration.ZERO, false);

    /** The most urgent first, and of equals the oldest. */
    static final Comparator<Candidate> ORDER =
            Comparator.comparing(Candidate::priority).thenComparing(candidate -> EntryId.parse(candidate.id()));

    /** The same on other terms. */
    Candidate on(Claimable others) {
        return new Candidate(entry, assignment, unreadable, from, failures, others);
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
