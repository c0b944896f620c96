package dev.streamlane.coordination;

import dev.streamlane.partition.GroupId;
import java.time.Duration;

/** Writes events into the journal. */
final class JournalEvents implements CoordinationEvents {
    private final Journal journal;

    JournalEvents(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void beatFailed(GroupId group) {
        journal.add("event: beat failed");
    }

    @Override
    public void rebalanced(GroupId group) {
        journal.add("event: rebalanced");
    }

    @Override
    public void released(GroupId group, int partition, Duration took) {
        journal.add("event: released " + partition + " after " + took);
    }

    @Override
    public void leaseLost(GroupId group, int partition) {
        journal.add("event: lost " + partition);
    }
}
