package dev.streamlane.consumer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Lets a suspect job run alone in its process: if it kills the process again, it takes no neighbour with it. While somebody
 * waits to run alone, nothing else starts. Shared by all groups of the process.
 */
final class SoloGate {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Set<Object> waiting = new LinkedHashSet<>();
    private int running;
    private Object alone;

    /** Calls {@code listener}, which must not block, whenever somebody waits to run alone, or does not any more. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Whether ordinary jobs may start. */
    synchronized boolean open() {
        return alone == null && waiting.isEmpty();
    }

    /** Whether {@code count} ordinary jobs may start; if so, each must {@link #leave}. */
    synchronized boolean enter(int count) {
        if (!open()) {
            return false;
        }
        running += count;
        return true;
    }

    /** Ordinary jobs have returned. */
    void leave(int count) {
        boolean open;
        synchronized (this) {
            running -= count;
            open = running == 0 && !waiting.isEmpty();
        }
        if (open) {
            listeners.forEach(Runnable::run);
        }
    }

    /** Whether {@code who} may run its job alone now; if not, it is first in turn until it may, or withdraws. */
    boolean enterAlone(Object who) {
        boolean first;
        synchronized (this) {
            first = waiting.add(who);
            if (running == 0 && alone == null && waiting.iterator().next() == who) {
                waiting.remove(who);
                alone = who;
                return true;
            }
        }
        if (first) {
            listeners.forEach(Runnable::run);
        }
        return false;
    }

    /** Whether somebody waits to run alone. */
    synchronized boolean awaited() {
        return !waiting.isEmpty();
    }

    /** The lone job of {@code who}, if it runs one, has returned. */
    void leaveAlone(Object who) {
        boolean open;
        synchronized (this) {
            open = alone == who;
            alone = open ? null : alone;
        }
        if (open) {
            listeners.forEach(Runnable::run);
        }
    }

    /** {@code who} does not wait any more; a lone job of it that runs stays alone. */
    void withdraw(Object who) {
        boolean open;
        synchronized (this) {
            open = waiting.remove(who);
        }
        if (open) {
            listeners.forEach(Runnable::run);
        }
    }
}
