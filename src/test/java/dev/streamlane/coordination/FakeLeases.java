package dev.streamlane.coordination;

import dev.streamlane.coordination.Leases.Renewal.Status;
import dev.streamlane.partition.GroupId;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Leases in memory, with mishaps on demand. */
final class FakeLeases implements Leases {
    /** Answers to renewals other than "renewed". */
    final Map<Integer, Renewal> renewals = new HashMap<>();

    /** Partitions that others hold, with what is left of their lease. */
    final Map<Integer, Duration> taken = new HashMap<>();

    /** How long each call takes. */
    Duration slowness = Duration.ZERO;

    /** The number of the last reset that partitions see when they are acquired. */
    long reset;

    volatile boolean down;

    /** Runs in the middle of each acquisition. */
    Runnable duringAcquisition = () -> {};

    /** Runs in the middle of each renewal. */
    Runnable duringRenewal = () -> {};

    private final Journal journal;
    private final ManualTicker ticker;
    private long epoch = 100;

    FakeLeases(Journal journal, ManualTicker ticker) {
        this.journal = journal;
        this.ticker = ticker;
    }

    static Renewal renewed(long pending) {
        return new Renewal(Status.RENEWED, pending, 10, pending, Duration.ZERO, Pause.NEVER);
    }

    @Override
    public Acquisition acquire(GroupId group, int partition, Consumer me, Duration ttl) {
        journal.add("acquire " + partition);
        duringAcquisition.run();
        answer("acquire");
        Duration remaining = taken.get(partition);
        return remaining == null ? new Acquisition.Granted(++epoch, "0-0", reset) : new Acquisition.Held(remaining);
    }

    @Override
    public Map<Integer, Renewal> renew(GroupId group, Map<Integer, Long> epochs, Consumer me, Duration ttl) {
        journal.add("renew " + new TreeMap<>(epochs));
        duringRenewal.run();
        answer("renew");
        Map<Integer, Renewal> answers = new TreeMap<>();
        epochs.keySet().forEach(partition -> answers.put(partition, renewals.getOrDefault(partition, renewed(0))));
        return answers;
    }

    @Override
    public void release(GroupId group, int partition, Consumer me, long heldEpoch) {
        journal.add("release " + partition + " of epoch " + heldEpoch);
        answer("release");
    }

    @Override
    public void show(GroupId group, Set<Integer> partitions, Pause pause) {
        journal.add("show " + partitions + " " + pause.paused());
        answer("show");
    }

    private void answer(String call) {
        ticker.advance(slowness);
        if (down) {
            throw new StoreUnavailableException("no answer to " + call, null);
        }
    }
}
