package dev.streamlane.streams;

import dev.streamlane.streams.Looks.Verdict.Claimable;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * An entry that this replica may claim.
 *
 * @param id its entry ID
 * @param label what it is about
 * @param reading what it says; empty if it has to be read again when it is claimed
 * @param from the name under which it is pending
 * @param failures how many attempts have failed
 * @param terms on which terms it may be claimed
 */
record Candidate(String id, Label label, Optional<Reading> reading, String from, int failures, Claimable terms) {
    /** Nobody else has had it. */
    private static final Claimable FRESH = new Claimable(Duration.ZERO, false);

    /** The most urgent first, and of equals the oldest. */
    static final Comparator<Candidate> ORDER = Comparator.comparing(
                    (Candidate candidate) -> candidate.label().priority())
            .thenComparing(candidate -> EntryId.parse(candidate.id()));

    /** What this replica has just taken. */
    static Candidate taken(String id, Reading reading, String me) {
        return new Candidate(id, reading.label(), Optional.of(reading), me, 0, FRESH);
    }
}
