package dev.streamlane.consumer;

import dev.streamlane.consumer.Held.Interruption;
import dev.streamlane.consumer.JobEvents.Result;
import dev.streamlane.consumer.PartitionLog.Pending;
import dev.streamlane.partition.Lease;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The jobs of one partition that are chosen to start, run, or are on their way to the dead letters; and the slots they take.
 * Confined to the group's thread.
 */
final class RunningJobs {
    private final GroupContext context;
    private final Starts starts;
    private final Attempts attempts;
    private final Burial burial;
    private final HeldJobs held;
    private final Listener listener;
    private boolean closed;
    private boolean paused;

    /** Hears what follows from their ends. */
    interface Listener {
        /** There may be something to do for the partition. */
        void changed();

        /** A slot that others may be waiting for is free: all partitions get their turn, this one included. */
        void freed();

        /** The lease was found to be lost. */
        void lost();
    }

    RunningJobs(
            GroupContext context,
            PartitionLog log,
            int partition,
            int maxAttempts,
            PartitionQueue queue,
            Acknowledger acknowledger,
            Listener listener) {
        this.context = context;
        this.listener = listener;
        this.starts = new Starts(context, queue);
        this.attempts = new Attempts(context, partition, this::ended);
        JobReport report = new JobReport(context.group(), partition);
        this.burial = new Burial(context, log, partition, report, this::buried, listener::lost);
        this.held = new HeldJobs(context, maxAttempts, queue, acknowledger, burial, report);
    }

    /** Forwards the dead letters that may have been left on their way. */
    void resume() {
        burial.resume();
    }

    /** Takes in entries that are new. */
    void admit(List<Entry> entries) {
        entries.forEach(held::admit);
    }

    /** Takes in entries that were pending. */
    void adopt(List<Pending> entries) {
        entries.forEach(held::admit);
    }

    /** Whether the group is paused: then nothing is chosen. */
    boolean paused() {
        return paused;
    }

    void pause(boolean now) {
        if (now && !paused) {
            starts.chooseNoMore();
        }
        paused = now;
    }

    /** What may start now; it is either started or put back. */
    List<Held> choose() {
        return paused ? List.of() : starts.choose();
    }

    /** The entry that runs alone in this process, or is about to; {@code null} if none does. */
    String alone() {
        return starts.alone();
    }

    /** How many run. */
    int running() {
        return attempts.ids().size();
    }

    /** How many are on their way to the dead letters. */
    int burying() {
        return burial.ids().size();
    }

    /**
     * What is to stand in Redis as started: whoever claims it after a crash charges it an attempt.
     *
     * @param starting what is about to start
     * @param givenUp whether what still runs is not waited for any longer: it is charged nothing then
     */
    Set<String> toRecord(List<Held> starting, boolean givenUp) {
        Set<String> ids = new LinkedHashSet<>(givenUp ? List.of() : attempts.ids());
        ids.addAll(burial.ids());
        starting.forEach(chosen -> ids.add(chosen.id()));
        return ids;
    }

    /** Starts are on their way to Redis. */
    void recording(List<Held> starting) {
        if (!starting.isEmpty()) {
            context.slots().recording(context.ticker().nanos());
        }
    }

    /** Redis has answered, one way or the other. */
    void answered(List<Held> starting) {
        if (!starting.isEmpty()) {
            context.slots().recorded();
            offerSlots();
        }
    }

    /**
     * Redis lists no others than these as started: of those that a pause has refused, it lists what a step before, whose
     * answer got lost, has recorded.
     */
    void recorded(Set<String> ids) {
        starts.recorded(ids);
    }

    /**
     * Whether it matters now that Redis lists entries as started here that do not run: somebody waits to run alone, or was to
     * and could not, or a pause has begun, which may last, and a crash during it would charge them an attempt.
     */
    boolean obstructing() {
        return (paused || context.gate().awaited() || starts.alone() != null) && overstated();
    }

    /** Whether Redis lists entries as started here that run no more. */
    boolean overstated() {
        return starts.overstated(this::running);
    }

    /** Starts what is recorded as started; lets go of what has no body in Redis any more. */
    void start(List<Held> chosen, List<Entry> bodies, Lease lease) {
        List<Held> gone = Bodies.restore(chosen, bodies);
        for (Held entry : gone) {
            starts.returned();
            settle(entry);
        }
        if (!gone.isEmpty()) {
            offerSlots();
        }
        attempts.start(chosen.stream().filter(entry -> entry.body() != null).toList(), lease);
    }

    /** Whether what was chosen last may still begin. */
    boolean inTime(List<Held> chosen) {
        return starts.inTime(chosen);
    }

    /** What was chosen cannot start after all. */
    void putBack(List<Held> chosen) {
        starts.putBack(chosen);
        offerSlots();
    }

    /** Chooses nothing more; what runs goes on. */
    void chooseNoMore() {
        starts.chooseNoMore();
    }

    /** Interrupts what runs. */
    void interrupt(Interruption reason) {
        attempts.interruptAll(reason);
    }

    /** Interrupts what runs, and makes nothing of how it ends. */
    void close() {
        closed = true;
        starts.close();
        burial.close();
        attempts.interruptAll(Interruption.LOST);
    }

    /** Gives back the slots of what was chosen, but neither started nor put back, because of an error. */
    void forfeit() {
        starts.forfeit(attempts.ids().size());
    }

    private boolean running(String id) {
        return attempts.ids().contains(id) || burial.ids().contains(id);
    }

    private void ended(Held entry, Result result, String error) {
        starts.returned();
        if (!closed) {
            held.conclude(entry, result, error);
        }
        if (context.slots().contended()) {
            listener.freed();
        } else {
            listener.changed();
        }
    }

    private void buried(Held entry) {
        settle(entry);
        listener.changed();
    }

    private void settle(Held entry) {
        starts.settled(entry.id());
        held.settle(entry);
    }

    /** Slots are free again outside of the usual way: whoever waits for them has its turn. */
    private void offerSlots() {
        if (context.slots().contended()) {
            listener.freed();
        }
    }
}
