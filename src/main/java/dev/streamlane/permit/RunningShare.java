package dev.streamlane.permit;

import dev.streamlane.permit.PermitLedger.Ask;

/** How many jobs of a group may run here, and how many others believe to run here. Not for use by several threads. */
final class RunningShare {
    private final boolean bounded;
    private int running;
    private int allowed;
    private long allowedAt;
    private int counted;
    private boolean unsure;

    /** @param bounded whether there is a limit at all; without one it only counts */
    RunningShare(boolean bounded) {
        this.bounded = bounded;
    }

    /** How many run. */
    int running() {
        return running;
    }

    /** How many may run besides, as of {@code now}. */
    int free(long now) {
        if (!bounded) {
            return Integer.MAX_VALUE;
        }
        return tooLate(now) ? 0 : Math.max(0, allowed - running);
    }

    void take(int count) {
        running += count;
    }

    void give(int count) {
        running -= count;
    }

    /** It is asked now. The answer may be to have no more than runs, and may be lost. */
    void asked() {
        allowed = Math.min(allowed, running);
    }

    /** So many may run, by the answer to what was asked at {@code sent}. */
    void answered(Ask ask, int most, long sent) {
        allowed = most;
        allowedAt = sent;
        counted = Math.max(ask.running(), most);
        unsure = false;
    }

    /** Whether what it was told last cannot be relied on any more. */
    boolean tooLate(long now) {
        return bounded && now - allowedAt >= PermitLedger.TRUST.toNanos();
    }

    /** Nobody knows whether others count here what was asked for. */
    void unanswered() {
        unsure = true;
    }

    /** Whether others may run fewer because of what runs here, or may. */
    boolean counts() {
        return bounded && (unsure || Math.max(running, counted) > 0);
    }

    /** Whether what may run here is more than what runs. */
    boolean spare() {
        return bounded && allowed > running;
    }

    /** Whether others wait for what has ended here. */
    boolean owes() {
        return bounded && counted > running && running >= allowed;
    }
}
