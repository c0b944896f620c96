package dev.streamlane.execution;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Runs tasks that may block, each at once, on as few threads as that takes. A thread that begins a task first sees to it that
 * another one is on its way if more wait; so many short tasks are done by a few threads, and waking a thread, which takes
 * longer than a short task, does not happen for each.
 */
final class Relay implements Executor {
    private final Executor threads;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean called;

    /** @param threads must run what it is given at once, however much that is */
    Relay(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        try {
            call();
        } catch (Throwable noThread) {
            if (tasks.remove(task)) {
                throw noThread;
            }
        }
    }

    /** Sees to it that a thread is on its way. Whoever comes while one is asked for must know whether it can be had. */
    private synchronized void call() {
        if (!called) {
            called = true;
            try {
                threads.execute(this::work);
            } catch (Throwable noThread) {
                called = false;
                throw noThread;
            }
        }
    }

    private void work() {
        called = false;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            callForTheRest();
            Thread.interrupted(); // It was meant for the task before.
            task.run();
        }
    }

    private void callForTheRest() {
        if (called || tasks.isEmpty()) {
            return;
        }
        try {
            call();
        } catch (Throwable noThread) {
            // Then this one does them all, one after another.
        }
    }
}
