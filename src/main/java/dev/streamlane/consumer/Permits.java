package dev.streamlane.consumer;

import dev.streamlane.consumer.PermitLedger.Ask;
import dev.streamlane.consumer.PermitLedger.Grant;
import dev.streamlane.coordination.Ticker;
import dev.streamlane.execution.Timers;
import dev.streamlane.partition.GroupId;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * What this process may start of a group that has {@link GroupLimits}: its part of what all replicas together may. It asks for
 * more when it has too little, for many jobs at once, and gives back what it does not need. Confined to the group's thread.
 */
final class Permits {
    private static final Logger LOG = Logger.getLogger(Permits.class);

    /** How often to ask for more while others have it, and how long to keep what nothing needs. */
    static final Duration SETTLE = Duration.ofMillis(100);

    /** How often to say what runs here. */
    static final Duration REFRESH = Duration.ofMillis(500);

    /** How long an answer is relied on: after a pause of this process, others may have what was given to it. */
    static final Duration TRUST = Duration.ofSeconds(1);

    /** How often to ask while there are no starts. */
    static final Duration LOOK = Duration.ofMillis(250);

    private final GroupId group;
    private final GroupLimits limits;
    private final PermitLedger ledger;
    private final Executor thread;
    private final Timers timers;
    private final Ticker ticker;
    private final int max;
    private Runnable listener = () -> {};
    private int running;
    private int allowed;
    private long allowedAt;
    private int wanted;
    private int starts;
    private int portion;
    private String slice = "";
    private long lapse;
    private long notBefore;
    private long number;
    private boolean due;
    private boolean asking;
    private boolean unsure;
    private boolean idle;
    private boolean late;
    private long nextAt;
    private Runnable cancelNext;

    /** @param max how many jobs may run here in any case */
    Permits(
            GroupId group,
            GroupLimits limits,
            PermitLedger ledger,
            Executor thread,
            Timers timers,
            Ticker ticker,
            int max) {
        this.group = group;
        this.limits = limits;
        this.ledger = ledger;
        this.thread = thread;
        this.timers = timers;
        this.ticker = ticker;
        this.max = max;
        this.notBefore = ticker.nanos();
    }

    /** Calls {@code listener} whenever there may be more permits. */
    void onMore(Runnable listener) {
        this.listener = listener;
    }

    /** How many jobs may start now. */
    int available() {
        int mayRun = limits.boundsRunning() ? trusted() - running : max;
        int mayStart = limits.boundsStarts() ? usable() : max;
        return Math.max(0, Math.min(mayRun, mayStart));
    }

    /** So many jobs are to start now; if that is not possible, it will be asked for. */
    void want(int count) {
        int missing = count - available();
        if (missing <= 0) {
            return;
        }
        wanted = Math.min(max, wanted + missing);
        if (!due) {
            due = true;
            // Not before what there is was taken: while it asks, nothing but what runs is sure.
            thread.execute(() -> {
                due = false;
                askForMore();
            });
        }
    }

    /** Jobs start. */
    void took(int count) {
        running += count;
        starts -= limits.boundsStarts() ? count : 0;
    }

    /** Jobs run no more. */
    void gave(int count) {
        running -= count;
        if (allowed > running) {
            askIn(SETTLE);
        }
    }

    /** Nothing is consumed any more: what is left is for others, before this process ends. */
    void idle() {
        wanted = 0;
        idle = asking;
        giveBack();
    }

    private void giveBack() {
        if (starts > 0 || counts()) {
            ask();
        }
    }

    /** Whether others may run fewer jobs because of what runs, or may run, here. */
    private boolean counts() {
        return limits.boundsRunning() && (unsure || Math.max(running, allowed) > 0);
    }

    private int trusted() {
        return ticker.nanos() - allowedAt < TRUST.toNanos() ? allowed : 0;
    }

    private int usable() {
        return ticker.nanos() - lapse < 0 ? starts : 0;
    }

    /** Asks for what is wanted, but not before it may be there. */
    private void askForMore() {
        long wait = notBefore - ticker.nanos();
        if (wanted == 0) {
            return;
        }
        if (wait > 0) {
            askIn(Duration.ofNanos(wait));
        } else {
            ask();
        }
    }

    private void ask() {
        if (asking) {
            return;
        }
        long sent = ticker.nanos();
        // A portion that was used up in time was too small.
        portion = starts == 0 && sent - lapse < 0 ? Math.min(max, 2 * portion) : 0;
        portion = wanted == 0 ? 0 : Math.max(portion, wanted + usable());
        Ask ask = new Ask(++number, running, wanted, limits.boundsStarts() ? portion : 0, starts, slice);
        asking = true;
        // The answer may be to have no more than runs now, and may be lost.
        allowed = Math.min(allowed, running);
        starts = 0;
        wanted = 0;
        stopWaiting();
        ledger.ask(group, limits, ask)
                .whenCompleteAsync((grant, failure) -> answered(ask, sent, grant, failure), thread);
    }

    private void answered(Ask ask, long sent, Grant grant, Throwable failure) {
        asking = false;
        unsure = failure != null;
        if (failure != null) {
            wanted = idle ? 0 : Math.min(max, wanted + ask.more());
            idle = false;
            notBefore = ticker.nanos() + REFRESH.toNanos();
            askIn(REFRESH);
            return;
        }
        allowed = grant.running();
        allowedAt = sent;
        starts = grant.starts();
        slice = grant.slice();
        lapse = sent + limits.lapse().toNanos();
        tellIfLate(sent);
        boolean scarce = limits.boundsRunning() && allowed < ask.running() + ask.more();
        // Sooner than there are new ones, others may give back what they have not used.
        Duration retry = grant.retry().compareTo(LOOK) < 0 ? grant.retry() : LOOK;
        Duration pause = scarce && retry.compareTo(SETTLE) < 0 ? SETTLE : retry;
        notBefore = ticker.nanos() + pause.toNanos();
        // Whoever still wants something says so now.
        wanted = 0;
        listener.run();
        if (idle) {
            idle = false;
            giveBack();
            return;
        }
        if (starts > 0) {
            askIn(limits.lapse());
        }
        if (counts()) {
            askIn(allowed > running ? SETTLE : REFRESH);
        }
    }

    /** Says so, once until it is better, if the answer came too late to start anything. */
    private void tellIfLate(long sent) {
        if (starts == 0) {
            return;
        }
        if (usable() == 0 && !late) {
            LOG.warnf(
                    "Jobs of group %s wait: leave to start them came after %d ms, and counts for %d ms, a part of its"
                            + " rate-interval, which is too short for a Redis that takes so long",
                    group,
                    Duration.ofNanos(ticker.nanos() - sent).toMillis(),
                    limits.lapse().toMillis());
        }
        late = usable() == 0;
    }

    /** Asks after a time, or sooner if that was said before. */
    private void askIn(Duration time) {
        long at = ticker.nanos() + time.toNanos();
        if (cancelNext != null && nextAt - at <= 0) {
            return;
        }
        stopWaiting();
        nextAt = at;
        cancelNext = timers.schedule(time, () -> {
            cancelNext = null;
            if (starts > 0 || counts()) {
                ask();
            } else {
                askForMore();
            }
        });
    }

    private void stopWaiting() {
        if (cancelNext != null) {
            cancelNext.run();
            cancelNext = null;
        }
    }
}
