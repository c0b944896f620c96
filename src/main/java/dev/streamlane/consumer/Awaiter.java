package dev.streamlane.consumer;

import java.time.Duration;
import org.jboss.logging.Logger;

/** Calls a partition's consumer back when there may be something to do again. Confined to the group's thread. */
final class Awaiter {
    private static final Logger LOG = Logger.getLogger(Awaiter.class);

    /** How long to leave Redis alone after it did not answer. */
    private static final Duration AFTER_FAILURE = Duration.ofMillis(250);

    private final GroupContext context;
    private final PartitionLog log;
    private final PartitionIntake intake;
    private final Runnable wake;
    private boolean resting;
    private boolean due;
    private boolean watching;
    private boolean cancelled;
    private Runnable cancelDue = () -> {};

    Awaiter(GroupContext context, PartitionLog log, PartitionIntake intake, Runnable wake) {
        this.context = context;
        this.log = log;
        this.intake = intake;
        this.wake = wake;
    }

    /** Whether Redis is to be left alone for the moment. */
    boolean resting() {
        return resting;
    }

    /** Calls back in this turn, but not at once: what ends together is told to Redis together. */
    void soon() {
        if (!due) {
            due = true;
            context.thread().execute(() -> {
                due = false;
                wake.run();
            });
        }
    }

    /** Leaves Redis alone for a moment, because it did not answer. */
    void rest(Throwable failure) {
        if (!resting) {
            LOG.debugf("A partition of group %s waits for Redis: %s", context.group(), failure.getMessage());
            resting = true;
            context.timers().schedule(AFTER_FAILURE, () -> {
                resting = false;
                wake.run();
            });
        }
    }

    /** Waits until a delayed entry is due, {@code nanos} from now; {@link Long#MAX_VALUE} if there is none. */
    void due(long nanos) {
        cancelDue.run();
        cancelDue = nanos == Long.MAX_VALUE ? () -> {} : context.timers().schedule(Duration.ofNanos(nanos), wake);
    }

    /** Waits for a new entry, unless it does so already. */
    void arrival() {
        if (watching) {
            return;
        }
        watching = true;
        if (intake.misled()) {
            // What arrived was read by somebody else, and would end the next wait at once too.
            context.timers().schedule(AFTER_FAILURE, this::watch);
        } else {
            watch();
        }
    }

    private void watch() {
        if (cancelled) {
            return;
        }
        String after = intake.lastRead();
        log.arrival(after, context.settings().block()).whenComplete((arrived, failure) -> {
            watching = false;
            if (failure != null) {
                // Waiting may fail while reading would not, such as when no connection can be had for it.
                intake.arrived(true, after);
                rest(failure);
            } else {
                intake.arrived(arrived, after);
                wake.run();
            }
        });
    }

    /** Waits for nothing any more, except the end of a wait for Redis. */
    void cancel() {
        cancelled = true;
        cancelDue.run();
    }
}
