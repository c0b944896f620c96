package dev.streamlane.streams;

import java.time.Duration;

/**
 * Lets streams on their last attempt run one at a time in this replica, so that one that kills its process is found without
 * taking others in the same case with it. Who has run for a while, or saved a checkpoint, makes room for the next. Confined
 * to the service's thread.
 */
final class Quarantine {
    /** A stream that kills its process does so soon after its start, or it can hardly be told from the others. */
    private static final Duration TRIAL = Duration.ofMinutes(1);

    private final int lastAttempt;
    private String onTrial;
    private long since;

    /** @param maxAttempts how many attempts a stream has */
    Quarantine(int maxAttempts) {
        this.lastAttempt = maxAttempts - 1;
    }

    /** Whether a stream is on its last attempt; the claim itself counts an owner that was lost. */
    boolean concerns(Candidate candidate) {
        int failures = candidate.failures() + (candidate.terms().lostOwner() ? 1 : 0);
        return lastAttempt > 0 && failures == lastAttempt;
    }

    /** Whether one of those that it concerns may begin. */
    boolean vacant(long now) {
        return onTrial == null || now - since >= TRIAL.toNanos();
    }

    /** A stream is about to be claimed; if this concerns it, it is on trial from now on. */
    void enter(Candidate candidate, long now) {
        if (concerns(candidate)) {
            onTrial = candidate.id();
            since = now;
        }
    }

    /** A stream is not on its last attempt any more. */
    void release(String entryId) {
        if (entryId.equals(onTrial)) {
            onTrial = null;
        }
    }
}
