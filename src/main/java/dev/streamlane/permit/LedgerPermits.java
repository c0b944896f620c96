package dev.streamlane.permit;

import dev.streamlane.coordination.Ticker;
import dev.streamlane.execution.Timers;
import dev.streamlane.partition.GroupId;
import dev.streamlane.permit.PermitLedger.Ask;
import dev.streamlane.permit.PermitLedger.Grant;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import org.jboss.logging.Logger;

/**
 * Of a group that has {@link GroupLimits}: this process's part of what all replicas together may. It asks for more when it
 * has too little, for many jobs at once, and gives back what it does not need.
 */
final class LedgerPermits implements Permits {
    private static final Logger LOG = Logger.getLogger(LedgerPermits.class);

    /** How often to ask for more while others have it, and how long to keep what nothing needs. */
    static final Duration SETTLE = Duration.ofMillis(100);

    /** How often to say what runs here. */
    static final Duration REFRESH = Duration.ofMillis(500);

    /** How many places in the queue make a difference: whoever waits has to say so within {@link PermitLedger#TURN}. */
    private static final int PLACES = 4;

    private final GroupId group;
    private final GroupLimits limits;
    private final PermitLedger ledger;
    private final Executor thread;
    private final Timers timers;
    private final Ticker ticker;
    private final DoubleSupplier random;
    private final int max;
    private final RunningShare share;
    private final DrawnStarts starts;
    private final Map<Object, Integer> wants = new HashMap<>();
    private Runnable listener = () -> {};
    private long roomAt;
    private long startsAt;
    private long number;
    private boolean due;
    private boolean asking;
    private boolean idle;
    private boolean troubled;
    private long nextAt;
    private Runnable cancelNext;

    /**
     * @param random from 0 to 1
     * @param max how many jobs may run here in any case
     */
    LedgerPermits(
            GroupId group,
            GroupLimits limits,
            PermitLedger ledger,
            Executor thread,
            Timers timers,
            Ticker ticker,
            DoubleSupplier random,
            int max) {
        this.group = group;
        this.limits = limits;
        this.ledger = ledger;
        this.thread = thread;
        this.timers = timers;
        this.ticker = ticker;
        this.random = random;
        this.max = max;
        this.roomAt = ticker.nanos();
        this.startsAt = roomAt;
        this.share = new RunningShare(limits.boundsRunning());
        this.starts = new DrawnStarts(limits, max, ticker.nanos());
    }

    @Override
    public void onMore(Runnable listener) {
        this.listener = listener;
    }

    @Override
    public int available() {
        long now = ticker.nanos();
        return Math.min(share.free(now), starts.free(now));
    }

    @Override
    public int portion() {
        int available = available();
        return Math.min(available, Math.max(1, available / Math.max(1, wants.size())));
    }

    @Override
    public void want(Object who, int count) {
        if (count == 0) {
            wants.remove(who);
            return;
        }
        wants.put(who, count);
        if (count > available()) {
            askSoon();
        }
    }

    @Override
    public long take(Object who, int count, long now) {
        wants.computeIfPresent(who, (same, wanted) -> wanted > count ? wanted - count : null);
        share.take(count);
        return starts.take(count, now);
    }

    @Override
    public void give(int count) {
        share.give(count);
        settle();
    }

    @Override
    public void late() {
        starts.late(ticker.nanos());
    }

    @Override
    public void idle() {
        wants.clear();
        idle = asking;
        giveBack();
    }

    private void giveBack() {
        if (starts.unused() > 0 || share.counts()) {
            ask();
        }
    }

    /** Not before what there is was taken: while it asks, nothing but what runs is sure. */
    private void askSoon() {
        if (!due) {
            due = true;
            thread.execute(() -> {
                due = false;
                if (share.owes()) {
                    ask();
                } else {
                    askForMore();
                }
            });
        }
    }

    /** Asks for what is wanted beyond what there is, but not before it may be there. */
    private void askForMore() {
        int wanted = wanted();
        if (wanted <= available()) {
            return;
        }
        long now = ticker.nanos();
        boolean startsMissing = starts.free(now) < Math.min(share.free(now), wanted);
        long wait = (startsMissing ? startsAt : roomAt) - now;
        if (wait > 0) {
            askIn(Duration.ofNanos(wait));
        } else {
            ask();
        }
    }

    private int wanted() {
        int sum = wants.values().stream().mapToInt(Integer::intValue).sum();
        return Math.min(max - share.running(), sum);
    }

    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        stopWaiting();
        long now = ticker.nanos();
        int wanted = wanted();
        int unused = starts.unused();
        int portion = starts.ask(wanted, now);
        share.asked();
        Ask ask = new Ask(
                ++number,
                share.running(),
                wanted,
                limits.boundsStarts() ? wanted : 0,
                portion,
                starts.delay(),
                unused,
                starts.countUntil());
        ledger.ask(group, limits, ask)
                .whenCompleteAsync((grant, failure) -> answered(ask, now, grant, failure), thread);
    }

    private void answered(Ask ask, long sent, Grant grant, Throwable failure) {
        asking = false;
        long now = ticker.nanos();
        if (failure != null) {
            idle = false;
            share.unanswered();
            tellOfTrouble("cannot be asked for: " + failure);
            roomAt = now + REFRESH.toNanos();
            startsAt = roomAt;
            askIn(REFRESH);
            return;
        }
        share.answered(ask, grant.running(), sent);
        starts.answered(grant.starts(), grant.until(), now);
        tellOfTrouble(share.tooLate(now) || starts.tooLate() ? "comes too late, because Redis takes so long" : null);
        boolean scarce = limits.boundsRunning() && grant.running() < ask.running() + ask.more();
        // Who stands far behind in the queue need not look so often.
        roomAt = sent
                + (scarce
                        ? SETTLE.multipliedBy(1 + Math.min(PLACES, grant.ahead()))
                                .toNanos()
                        : 0);
        startsAt = now + pause(grant.retry()).toNanos();
        listener.run();
        if (idle) {
            idle = false;
            giveBack();
            return;
        }
        if (starts.unused() > 0) {
            askIn(starts.left(now));
        }
        settle();
    }

    /**
     * How long to wait for starts: not as long as until there are new ones, if that takes long, because others may give back
     * what they have not used; and not all for the same time, or who is nearest to Redis would always be first.
     */
    private Duration pause(Duration retry) {
        Duration pause = retry.compareTo(limits.look()) < 0 ? retry : limits.look();
        return retry.isZero() ? retry : pause.plusNanos((long) (limits.jitter().toNanos() * random.getAsDouble()));
    }

    /** Sees to it that others hear what runs here, and get what is not needed here. */
    private void settle() {
        if (share.owes()) {
            askSoon();
        } else if (share.counts()) {
            boolean startable = starts.free(ticker.nanos()) > 0 || startsAt - ticker.nanos() <= 0;
            askIn(share.spare() && startable ? SETTLE : REFRESH);
        }
    }

    /** Says so, once until it is better, if leave to start is not to be had; {@code null} if it is. */
    private void tellOfTrouble(String trouble) {
        if (trouble != null && !troubled) {
            LOG.warnf("Jobs of group %s may have to wait: leave to start them %s", group, trouble);
        }
        troubled = trouble != null;
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
            if (starts.unused() > 0 || share.counts()) {
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
