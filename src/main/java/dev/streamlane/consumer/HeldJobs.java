package dev.streamlane.consumer;

import dev.streamlane.consumer.JobEvents.Result;
import dev.streamlane.consumer.PartitionLog.Pending;
import java.time.Duration;

/**
 * What becomes of a partition's entries: queued when they come in, and acknowledged, retried or dead-lettered when an
 * attempt has ended. Confined to the group's thread.
 */
final class HeldJobs {
    private final GroupContext context;
    private final int maxAttempts;
    private final PartitionQueue queue;
    private final Acknowledger acknowledger;
    private final Burial burial;
    private final JobReport report;

    HeldJobs(
            GroupContext context,
            int maxAttempts,
            PartitionQueue queue,
            Acknowledger acknowledger,
            Burial burial,
            JobReport report) {
        this.context = context;
        this.maxAttempts = maxAttempts;
        this.queue = queue;
        this.acknowledger = acknowledger;
        this.burial = burial;
        this.report = report;
    }

    /** Takes in an entry that is new. */
    void admit(Entry entry) {
        admit(entry, 0, false, Duration.ZERO);
    }

    /** Takes in an entry that was pending; what is left of its back-off still counts. */
    void admit(Pending pending) {
        admit(pending.entry(), pending.attempts(), pending.ownerLost(), pending.idle());
    }

    /** Decides what follows from an attempt's end. */
    void conclude(Held held, Result result, String error) {
        switch (result) {
            case DONE -> {
                acknowledger.done(held.id());
                queue.settled(held);
            }
            case FAILED, TIMED_OUT -> fail(held, error);
            case DISCARDED -> {
                held.useAttempt();
                burial.bury(held, error);
            }
            case INTERRUPTED, ABANDONED -> {
                // It stays pending for the partition's next owner.
            }
        }
    }

    /** The entry is not pending any more; what waited behind it may start. */
    void settle(Held held) {
        acknowledger.gone(held.id());
        queue.settled(held);
    }

    private void admit(Entry entry, int used, boolean ownerLost, Duration idle) {
        if (!acknowledger.take(entry.id())) {
            return;
        }
        if (entry.isForAnotherGroupThan(context.group().group())) {
            acknowledger.done(entry.id());
            return;
        }
        boolean suspect = ownerLost && used >= maxAttempts - 1;
        Held held = new Held(entry, context.decoder().key(entry), used, suspect);
        if (used >= maxAttempts && !suspect) {
            burial.bury(held, "its consumer was lost while it ran alone");
            return;
        }
        Duration backoff =
                used == 0 ? Duration.ZERO : context.retry().backoff(used).minus(idle);
        if (backoff.isNegative() || backoff.isZero()) {
            queue.offer(held);
        } else {
            queue.offerDelayed(held, context.ticker().nanos() + backoff.toNanos());
        }
    }

    private void fail(Held held, String error) {
        int used = held.useAttempt();
        if (used >= maxAttempts) {
            burial.bury(held, error);
            return;
        }
        Duration backoff = context.retry().backoff(used);
        report.failed(held, used, maxAttempts, backoff, error);
        acknowledger.failed(held.id(), used);
        queue.retry(held, context.ticker().nanos() + backoff.toNanos());
        context.events().retrying(context.group());
    }
}
