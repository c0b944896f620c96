package dev.streamlane.permit;

import dev.streamlane.coordination.Ticker;
import dev.streamlane.execution.Timers;
import dev.streamlane.partition.GroupId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/** Gives the groups that have limits their permits. */
public final class GroupPermits {
    private final Map<GroupId, GroupLimits> limits;
    private final PermitLedger ledger;
    private final Ticker ticker;
    private final DoubleSupplier random;

    /** @param random from 0 to 1 */
    public GroupPermits(Map<GroupId, GroupLimits> limits, PermitLedger ledger, Ticker ticker, DoubleSupplier random) {
        this.limits = Map.copyOf(limits);
        this.ledger = ledger;
        this.ticker = ticker;
        this.random = random;
    }

    /** The groups that have limits. */
    public Set<GroupId> groups() {
        return limits.keySet();
    }

    /**
     * The permits of a group.
     *
     * @param max how many of its jobs may run here in any case
     */
    public Permits of(GroupId group, int max, Executor thread, Timers timers) {
        GroupLimits bounds = limits.get(group);
        return bounds == null
                ? Permits.ANY
                : new LedgerPermits(group, bounds, ledger, thread, timers, ticker, random, max);
    }
}
