package dev.streamlane.coordination;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import dev.streamlane.coordination.Leases.Acquisition;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.partition.GroupId;
import dev.streamlane.partition.Lease;
import dev.streamlane.partition.Reconciliation;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jboss.logging.Logger;

/** This consumer's leases of the group's partitions, and what runs under them. */
final class LeaseHolder {
    private static final Logger LOG = Logger.getLogger(LeaseHolder.class);

    private final GroupId group;
    private final Consumer me;
    private final Leases leases;
    private final PartitionHost host;
    private final CoordinationSettings timing;
    private final CoordinationEvents events;
    private final Ticker ticker;
    private final Runnable wake;
    private final Map<Integer, Holding> holdings = new ConcurrentSkipListMap<>();

    /** When trust ends at the earliest in the lease that is being acquired. */
    private volatile OptionalLong coming = OptionalLong.empty();

    /** @param wake asks for a beat soon */
    LeaseHolder(
            GroupId group,
            Consumer me,
            Leases leases,
            PartitionHost host,
            CoordinationSettings timing,
            CoordinationEvents events,
            Ticker ticker,
            Runnable wake) {
        this.group = group;
        this.me = me;
        this.leases = leases;
        this.host = host;
        this.timing = timing;
        this.events = events;
        this.ticker = ticker;
        this.wake = wake;
    }

    /** The partitions it holds a lease of, those being handed over included. */
    Set<Integer> held() {
        return new TreeSet<>(holdings.keySet());
    }

    /** The partitions it consumes. */
    Set<Integer> owned() {
        return in(Holding.State.OWNED);
    }

    /**
     * Renews what is held, and forgets what turned out to be lost.
     *
     * @param pause whether the group is paused; told to partitions that do not show it yet
     * @return whether there was an answer for all of it
     */
    boolean renew(Pause pause) {
        Map<Integer, Long> epochs = holdings.entrySet().stream()
                .filter(holding -> holding.getValue().state() != Holding.State.DRAINED)
                .collect(toMap(
                        Map.Entry::getKey, holding -> holding.getValue().lease().epoch()));
        if (epochs.isEmpty()) {
            return true;
        }
        long trustedUntil = trustFromNow();
        Map<Integer, Renewal> renewals = leases.renew(group, epochs, me, timing.ttl());
        Set<Integer> outdated = new TreeSet<>();
        renewals.forEach((partition, renewal) -> {
            if (renewal.status() == Renewal.Status.RENEWED) {
                boolean older = pause.newerThan(renewal.pause());
                holdings.get(partition).renewed(trustedUntil, older ? renewal.with(pause) : renewal);
                if (older) {
                    outdated.add(partition);
                }
                events.observed(group, partition, renewal);
            } else if (renewal.status() == Renewal.Status.LOST) {
                LOG.warnf("Consumer %s lost the lease of partition %d of group %s", me.id(), partition, group);
                holdings.remove(partition).abandon();
                events.leaseLost(group, partition);
            }
        });
        if (!outdated.isEmpty()) {
            leases.show(group, outdated, pause);
        }
        return renewals.values().stream().noneMatch(renewal -> renewal.status() == Renewal.Status.UNKNOWN);
    }

    /** Releases what has been drained. */
    void releaseDrained() {
        for (int partition : in(Holding.State.DRAINED)) {
            Holding holding = holdings.get(partition);
            leases.release(group, partition, me, holding.lease().epoch());
            holdings.remove(partition);
            if (holding.handedOver()) {
                events.released(group, partition, Duration.ofNanos(ticker.nanos() - holding.revokedAt()));
            } else if (holding.lossToReport()) {
                LOG.warnf("Consumer %s found its lease of partition %d of group %s gone", me.id(), partition, group);
                events.leaseLost(group, partition);
            }
        }
    }

    /** Moves towards the target; the time after which a refused acquisition is worth another try, else the TTL. */
    Duration reconcile(Collection<Integer> target, TopicSettings settings) {
        Set<Integer> leaving = new TreeSet<>(in(Holding.State.REVOKING));
        leaving.addAll(in(Holding.State.DRAINED));
        Reconciliation plan = Reconciliation.of(target, held(), leaving);
        revoke(plan.revoke());
        Duration next = timing.ttl();
        Set<Integer> acquired = new TreeSet<>();
        long began = ticker.nanos();
        for (int partition : plan.acquire()) {
            // Of a long row, the first leases have to be renewed before the last ones are acquired.
            if (ticker.nanos() - began >= timing.interval().toNanos()) {
                next = Duration.ZERO;
                break;
            }
            Duration retry = acquire(partition, settings, acquired);
            next = retry.compareTo(next) < 0 ? retry : next;
        }
        if (!plan.isEmpty() && (!acquired.isEmpty() || !plan.revoke().isEmpty())) {
            LOG.infof("Consumer %s assigned partitions %s of group %s", me.id(), owned(), group);
        }
        if (!acquired.isEmpty()) {
            LOG.infof("Consumer %s resuming consumption of partitions %s of group %s", me.id(), acquired, group);
        }
        return next;
    }

    /**
     * Begins to give up what has not seen a reset: it is carried out when the partition is acquired again, by this consumer
     * or another.
     *
     * @param number the last reset's number
     */
    void giveUpForReset(long number) {
        revoke(owned().stream()
                .filter(partition -> holdings.get(partition).reset() < number)
                .collect(toCollection(TreeSet::new)));
    }

    /** Begins to hand over everything. */
    void revokeAll() {
        revoke(owned());
    }

    /** Stops everything at once and forgets it, releasing nothing. */
    void abandonAll() {
        holdings.values().forEach(Holding::abandon);
        holdings.clear();
    }

    /**
     * Stops what must not be trusted any more at the monotonic instant {@code now}.
     *
     * @return the time until trust may end in something else, or a little more
     */
    Duration distrust(long now) {
        // First what is being acquired, because it may be among what is held by the time that is looked at.
        OptionalLong acquired = coming;
        long left = acquired.isPresent()
                ? acquired.getAsLong() - now
                : timing.trust().toNanos();
        for (Map.Entry<Integer, Holding> held : holdings.entrySet()) {
            Holding holding = held.getValue();
            if (holding.distrust(now)) {
                LOG.warnf(
                        "Consumer %s cannot trust its lease of partition %d of group %s any more",
                        me.id(), held.getKey(), group);
                events.leaseLost(group, held.getKey());
                wake.run();
            } else if (holding.state() != Holding.State.DRAINED) {
                left = Math.min(left, holding.lease().trustedUntil() - now);
            }
        }
        return Duration.ofNanos(Math.max(left, timing.guardInterval().toNanos()));
    }

    private void revoke(Set<Integer> partitions) {
        if (!partitions.isEmpty()) {
            LOG.infof("Consumer %s pausing consumption of partitions %s of group %s", me.id(), partitions, group);
            partitions.forEach(partition -> holdings.get(partition).revoke(ticker.nanos(), wake));
        }
    }

    private Duration acquire(int partition, TopicSettings settings, Set<Integer> acquired) {
        coming = OptionalLong.of(trustFromNow());
        try {
            // Counted anew: whoever did not see it come yet must not expect its end too late.
            long trustedUntil = trustFromNow();
            Acquisition answer = leases.acquire(group, partition, me, timing.ttl());
            if (answer instanceof Acquisition.Held held) {
                return held.remaining();
            }
            Acquisition.Granted granted = (Acquisition.Granted) answer;
            Lease lease = new Lease(partition, granted.epoch(), trustedUntil);
            PartitionHost.PartitionRun run = host.start(lease, granted.lastDelivered(), settings, wake);
            holdings.put(partition, new Holding(lease, run, granted.reset()));
        } finally {
            coming = OptionalLong.empty();
        }
        acquired.add(partition);
        events.acquired(group, partition);
        return timing.ttl();
    }

    private long trustFromNow() {
        return ticker.nanos() + timing.trust().toNanos();
    }

    private Set<Integer> in(Holding.State state) {
        Set<Integer> partitions = new TreeSet<>();
        holdings.forEach((partition, holding) -> {
            if (holding.state() == state) {
                partitions.add(partition);
            }
        });
        return partitions;
    }
}
