package dev.streamlane.execution;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs tasks one after another, in order, on one of Vert.x's event loops. Tasks that come in bursts, such as the completions
 * of many jobs, share one turn of the loop.
 */
public final class EventLoop implements Executor, Timers {
    /** After so many tasks the loop's other work gets its turn. */
    private static final int TURN = 1000;

    private final Vertx vertx;
    private final Context context;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /**
     * One on the same loop as everything that the calling thread makes of Vert.x, such as the Redis client: what Redis
     * answers needs no second thread to be worked on then.
     */
    public EventLoop(Vertx vertx) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        schedule();
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        long millis = Math.max(1, delay.plusNanos(999_999).toMillis());
        AtomicBoolean cancelled = new AtomicBoolean();
        long timer = vertx.setTimer(
                millis,
                id -> execute(() -> {
                    if (!cancelled.get()) {
                        task.run();
                    }
                }));
        return () -> {
            // It may have fired already and wait for its turn.
            cancelled.set(true);
            vertx.cancelTimer(timer);
        };
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            context.runOnContext(turn -> drain());
        }
    }

    private void drain() {
        Runnable task = null;
        try {
            for (int i = 0; i < TURN && (task = tasks.poll()) != null; i++) {
                task.run();
            }
        } finally {
            scheduled.set(false);
            if (!tasks.isEmpty()) {
                schedule();
            }
        }
    }
}
