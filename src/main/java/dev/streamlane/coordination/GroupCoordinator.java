package dev.streamlane.coordination;

import dev.streamlane.partition.GroupId;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Keeps one consumer in one group, and its partitions in line with the group's target assignment. There is no leader: each
 * member does this for itself, and Redis arbitrates. All of it happens in {@link #beat()}, which has to be called at least
 * once an interval and after each wake-up; the package's documentation has the protocol.
 */
public final class GroupCoordinator implements Beating {
    private static final Logger LOG = Logger.getLogger(GroupCoordinator.class);

    /** A deadline is awaited this much longer, so that Redis, whose clock judges it, agrees that it has passed. */
    private static final Duration AFTER_DEADLINE = Duration.ofMillis(5);

    private final GroupId group;
    private final Consumer me;
    private final GroupMember member;
    private final LeaseHolder holder;
    private final CoordinationSettings timing;
    private final CoordinationEvents events;
    private final Ticker ticker;
    private final Runnable wake;
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private volatile Phase phase = Phase.JOINING;
    private volatile boolean begun;
    private volatile boolean connected;
    private volatile long lastBeat;
    private volatile Pause pause = Pause.NEVER;

    private enum Phase {
        JOINING,
        MEMBER,
        LEAVING,
        DRAINING,
        LEFT,
        SUPERSEDED
    }

    GroupCoordinator(
            GroupId group,
            Consumer me,
            GroupMember member,
            LeaseHolder holder,
            CoordinationSettings timing,
            CoordinationEvents events,
            Ticker ticker,
            Runnable wake) {
        this.group = group;
        this.me = me;
        this.member = member;
        this.holder = holder;
        this.timing = timing;
        this.events = events;
        this.ticker = ticker;
        this.wake = wake;
        this.lastBeat = ticker.nanos();
    }

    /**
     * One heartbeat, with all that follows from what it finds. Each call to Redis ends within its timeout; while Redis is
     * unreachable, what is held is kept for as long as it can be trusted.
     */
    @Override
    public synchronized Duration beat() {
        long started = ticker.nanos();
        Duration next;
        try {
            next = switch (phase) {
                case JOINING, MEMBER -> attend();
                case LEAVING -> leaveGroup();
                case DRAINING -> handOver();
                case LEFT, SUPERSEDED -> timing.interval();
            };
            connected = true;
            events.beat(group, Duration.ofNanos(ticker.nanos() - started));
        } catch (StoreUnavailableException e) {
            if (connected || phase == Phase.JOINING) {
                LOG.warnf("Consumer %s cannot beat in group %s: %s", me.id(), group, e.getMessage());
            }
            connected = false;
            events.beatFailed(group);
            next = timing.retry();
        } finally {
            lastBeat = ticker.nanos();
            begun = true;
        }
        return next;
    }

    /** Interrupts what runs under leases that cannot be trusted any more. */
    @Override
    public Duration distrust() {
        return holder.distrust(ticker.nanos());
    }

    /**
     * Leaves the group. The membership ends first, so that the others agree on a target while jobs still drain here; each
     * lease is released, and wakes them, as soon as its partition has drained.
     */
    @Override
    public CompletionStage<Void> leave() {
        synchronized (this) {
            if (phase == Phase.JOINING || phase == Phase.MEMBER) {
                phase = Phase.LEAVING;
            } else if (phase == Phase.SUPERSEDED) {
                left.complete(null);
            }
        }
        wake.run();
        return left;
    }

    @Override
    public Status status() {
        return new Status(
                group.toString(),
                begun,
                phase == Phase.MEMBER,
                phase == Phase.SUPERSEDED,
                connected,
                Duration.ofNanos(ticker.nanos() - lastBeat),
                timing.ttl(),
                pause.paused() ? owned() + ", paused" : owned().toString());
    }

    /** The partitions it consumes. */
    public Set<Integer> owned() {
        return holder.owned();
    }

    private Duration attend() {
        Beat beat = member.attend(holder.owned());
        if (beat.superseded()) {
            LOG.errorf(
                    "Consumer id %s is used twice in group %s: another process has taken it; this one stops",
                    me.id(), group);
            phase = Phase.SUPERSEDED;
            holder.abandonAll();
            return timing.interval();
        }
        phase = Phase.MEMBER;
        heed(beat.pause());
        Duration limit = renew();
        holder.releaseDrained();
        if (beat.settings() == null) {
            return timing.retry();
        }
        events.partitions(group, beat.settings().partitions());
        holder.giveUpForReset(beat.reset());
        Duration refused = holder.reconcile(beat.target().of(me.id()), beat.settings());
        Duration deadline = member.untilNextDeadline(beat);
        return min(limit, min(refused, deadline).plus(AFTER_DEADLINE));
    }

    private void heed(Pause read) {
        if (read.paused() != pause.paused()) {
            LOG.infof("Group %s %s; consumer %s has heard", group, read.paused() ? "is paused" : "goes on", me.id());
        }
        pause = read;
    }

    private Duration leaveGroup() {
        try {
            member.leave();
        } finally {
            // Also when Redis cannot be told: this process stops, and its jobs need the time that is left.
            holder.revokeAll();
        }
        phase = Phase.DRAINING;
        return handOver();
    }

    private Duration handOver() {
        Duration limit = renew();
        holder.releaseDrained();
        if (holder.held().isEmpty()) {
            phase = Phase.LEFT;
            LOG.infof("Consumer %s left group %s", me.id(), group);
            left.complete(null);
        }
        return limit;
    }

    /** Renews; the time after which the next beat is due: soon if some answers are missing, lest trust ends before it. */
    private Duration renew() {
        return holder.renew(pause) ? timing.interval() : timing.retry();
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
