package dev.streamlane.consumer;

import java.util.List;

/**
 * Chooses what a partition starts next, within the group's slots and the process's {@link SoloGate}. What was chosen is
 * either put back or returns. Confined to the group's thread.
 */
final class Starts {
    private final GroupContext context;
    private final PartitionQueue queue;
    private Held alone;
    private Runnable cancelPatience;

    Starts(GroupContext context, PartitionQueue queue) {
        this.context = context;
        this.queue = queue;
    }

    /** What may start now, in order; each has a slot. */
    List<Held> choose() {
        if (queue.ready() > context.slots().free()) {
            context.slots().contend();
        }
        List<Held> chosen = queue.take(context.slots().free());
        if (chosen.isEmpty()) {
            return chosen;
        }
        boolean entered = chosen.get(0).suspect() ? enterAlone(chosen.get(0)) : context.gate().enter(chosen.size());
        if (!entered) {
            queue.putBack(chosen);
            return List.of();
        }
        context.slots().take(chosen.size());
        return chosen;
    }

    /** What was chosen cannot start after all. */
    void putBack(List<Held> chosen) {
        chosen.forEach(this::returned);
        queue.putBack(chosen);
    }

    /** A chosen job runs no more. */
    void returned(Held held) {
        context.slots().give(1);
        if (held == alone) {
            alone = null;
            context.gate().withdraw(this);
        } else {
            context.gate().leave(1);
        }
    }

    /** Waits no longer to run a suspect alone. */
    void withdraw() {
        if (cancelPatience != null) {
            stopPatience();
            context.gate().withdraw(this);
        }
    }

    private boolean enterAlone(Held suspect) {
        if (context.gate().enterAlone(this)) {
            stopPatience();
            alone = suspect;
            return true;
        }
        if (cancelPatience == null) {
            cancelPatience = context.timers().schedule(context.settings().drainTimeout(), this::postpone);
        }
        return false;
    }

    /** A neighbour runs on and on: lets others start again, and the suspect waits for another turn. */
    private void postpone() {
        List<Held> suspect = queue.take(1);
        suspect.forEach(held -> queue.retry(
                held, context.ticker().nanos() + context.settings().drainTimeout().toNanos()));
        withdraw();
    }

    private void stopPatience() {
        if (cancelPatience != null) {
            cancelPatience.run();
            cancelPatience = null;
        }
    }
}
