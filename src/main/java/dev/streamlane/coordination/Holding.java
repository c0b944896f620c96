package dev.streamlane.coordination;

import dev.streamlane.coordination.PartitionHost.PartitionRun;
import dev.streamlane.partition.Lease;

/** One lease that this consumer holds, and what runs under it. */
final class Holding {
    /** How far the hand-over is. */
    enum State {
        /** Consuming. */
        OWNED,
        /** Draining; the lease is still renewed meanwhile. */
        REVOKING,
        /** Nothing runs any more; the lease is to be released. */
        DRAINED
    }

    private final PartitionRun run;
    private final long reset;
    private Lease lease;
    private State state = State.OWNED;
    private long revokedAt;
    private boolean handedOver;
    private boolean lossReported;

    /** @param reset the number of the last reset that the partition has seen */
    Holding(Lease lease, PartitionRun run, long reset) {
        this.lease = lease;
        this.run = run;
        this.reset = reset;
    }

    long reset() {
        return reset;
    }

    synchronized Lease lease() {
        return lease;
    }

    /** How far the hand-over is; a run that ended by itself counts as drained. */
    synchronized State state() {
        if (run.lost()) {
            state = State.DRAINED;
        }
        return state;
    }

    /** The monotonic instant at which the revocation began. */
    synchronized long revokedAt() {
        return revokedAt;
    }

    /** Whether it ended by its revocation and not by a loss. */
    synchronized boolean handedOver() {
        return handedOver;
    }

    /** Whether the run found the lease to be gone and this has not been reported yet; says so once. */
    synchronized boolean lossToReport() {
        boolean news = run.lost() && !lossReported;
        lossReported |= news;
        return news;
    }

    /** Notes a renewal, unless trust has ended meanwhile. */
    void renewed(long trustedUntil, Leases.Renewal figures) {
        Lease renewed;
        synchronized (this) {
            if (state == State.DRAINED) {
                return;
            }
            lease = lease.trustedUntil(trustedUntil);
            renewed = lease;
        }
        run.renewed(renewed, figures);
    }

    /** Begins the hand-over; {@code drained} runs when nothing runs any more. */
    void revoke(long now, Runnable drained) {
        synchronized (this) {
            if (state != State.OWNED) {
                return;
            }
            state = State.REVOKING;
            revokedAt = now;
        }
        run.drain().thenRun(() -> {
            endRevocation();
            drained.run();
        });
    }

    /** Stops at once if the lease cannot be trusted any more; whether this call did it. */
    synchronized boolean distrust(long now) {
        if (state == State.DRAINED || lease.trusted(now)) {
            return false;
        }
        state = State.DRAINED;
        lossReported = true;
        // Still under the lock: a beat that sees it drained acquires anew, and the new run must not begin before this
        // one ends.
        run.abandon();
        return true;
    }

    /** Stops at once, because the lease is somebody else's. */
    void abandon() {
        markDrained();
        run.abandon();
    }

    private synchronized void endRevocation() {
        handedOver = state == State.REVOKING && !run.lost();
        state = State.DRAINED;
    }

    private synchronized void markDrained() {
        state = State.DRAINED;
    }
}
