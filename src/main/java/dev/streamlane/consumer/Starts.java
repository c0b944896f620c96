package dev.streamlane.consumer;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Chooses what a partition starts next, within the group's slots and the process's {@link SoloGate}. A slot is free again
 * when the processor has returned. The gate counts longer, until Redis does not list the job as started any more: if the
 * process died before, the job would be charged an attempt as one that may have killed it. Confined to the group's thread.
 */
final class Starts {
    private final GroupContext context;
    private final PartitionQueue queue;
    private final Set<String> entered = new HashSet<>();
    private int taken;
    private long beginBefore;
    private String alone;
    private Runnable cancelPatience;

    Starts(GroupContext context, PartitionQueue queue) {
        this.context = context;
        this.queue = queue;
    }

    /** What may start now, in order; each has a slot. */
    List<Held> choose() {
        Slots slots = context.slots();
        long now = context.ticker().nanos();
        slots.want(this, eligible());
        if (slots.scarce(now)) {
            return List.of();
        }
        List<Held> chosen = queue.take(slots.free());
        if (!chosen.isEmpty() && !enter(chosen)) {
            queue.putBack(chosen);
            return List.of();
        }
        beginBefore = slots.take(this, chosen.size(), now);
        taken += chosen.size();
        return chosen;
    }

    /** The entry that runs, or is about to run, alone in this process; {@code null} if none does. */
    String alone() {
        return alone;
    }

    /** Whether what was chosen last may still begin. */
    boolean inTime(List<Held> chosen) {
        return chosen.isEmpty() || context.ticker().nanos() - beginBefore < 0;
    }

    /** What was chosen cannot start after all. */
    void putBack(List<Held> chosen) {
        if (!inTime(chosen)) {
            context.slots().late();
        }
        give(chosen.size());
        queue.putBack(chosen);
    }

    /** A chosen job runs no more. */
    void returned() {
        give(1);
    }

    /** Redis lists no others than these as started. */
    void recorded(Set<String> running) {
        int before = entered.size();
        entered.retainAll(running);
        leave(before - entered.size());
    }

    /** The entry is not pending any more, so it does not matter whether it is listed as started. */
    void settled(String id) {
        leave(entered.remove(id) ? 1 : 0);
    }

    /** Whether Redis lists entries as started here that run no more. */
    boolean overstated(Predicate<String> running) {
        return !entered.stream().allMatch(running);
    }

    /** Gives back the slots of all that was chosen, except for {@code running} jobs that have yet to return. */
    void forfeit(int running) {
        give(taken - running);
    }

    /** Waits no longer to run a suspect alone; what runs keeps its place in the gate. */
    void chooseNoMore() {
        context.slots().want(this, 0);
        waitNoMore();
    }

    /** Gives up its place in the gate, also for what still runs. */
    void close() {
        chooseNoMore();
        int count = entered.size();
        entered.clear();
        leave(count);
    }

    /** How many of those that could start the gate may let in. */
    private int eligible() {
        if (queue.suspectIsNext()) {
            return 1;
        }
        return context.gate().open() ? queue.ready() : 0;
    }

    private boolean enter(List<Held> chosen) {
        if (chosen.get(0).suspect()) {
            return enterAlone(chosen.get(0));
        }
        int more = 0;
        for (Held held : chosen) {
            more += entered.contains(held.id()) ? 0 : 1;
        }
        if (!context.gate().enter(more)) {
            return false;
        }
        chosen.forEach(held -> entered.add(held.id()));
        return true;
    }

    private boolean enterAlone(Held suspect) {
        if (suspect.id().equals(alone)) {
            return true;
        }
        if (context.gate().enterAlone(this)) {
            stopPatience();
            alone = suspect.id();
            entered.add(alone);
            return true;
        }
        if (cancelPatience == null) {
            cancelPatience = context.timers().schedule(context.settings().drainTimeout(), this::postpone);
        }
        return false;
    }

    private void give(int count) {
        taken -= count;
        context.slots().give(count);
    }

    private void leave(int count) {
        if (count == 0) {
            return;
        }
        if (alone == null) {
            context.gate().leave(count);
        } else {
            alone = null;
            context.gate().leaveAlone(this);
        }
    }

    /** A neighbour runs on and on: lets others start again, and the suspect waits for another turn. */
    private void postpone() {
        List<Held> suspect = queue.take(1);
        long turn = context.ticker().nanos() + context.settings().drainTimeout().toNanos();
        suspect.forEach(held -> queue.retry(held, turn));
        waitNoMore();
    }

    private void waitNoMore() {
        stopPatience();
        context.gate().withdraw(this);
    }

    private void stopPatience() {
        if (cancelPatience != null) {
            cancelPatience.run();
            cancelPatience = null;
        }
    }
}
