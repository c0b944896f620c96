package dev.streamlane.consumer;

import dev.streamlane.coordination.Ticker;
import dev.streamlane.execution.Timers;
import dev.streamlane.partition.GroupId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** Gives the groups that have limits their permits. */
public final class GroupPermits {
    private final Map<GroupId, GroupLimits> limits;
    private final PermitLedger ledger;
    private final Ticker ticker;

    public GroupPermits(Map<GroupId, GroupLimits> limits, PermitLedger ledger, Ticker ticker) {
        this.limits = Map.copyOf(limits);
        this.ledger = ledger;
        this.ticker = ticker;
    }

    /** The groups that have limits. */
    Set<GroupId> groups() {
        return limits.keySet();
    }

    /**
     * How many jobs of a group may run here.
     *
     * @param max how many in any case
     */
    Slots slots(GroupId group, int max, Executor thread, Timers timers) {
        GroupLimits bounds = limits.get(group);
        return bounds == null
                ? new Slots(max)
                : new Slots(max, new Permits(group, bounds, ledger, thread, timers, ticker, max));
    }
}
