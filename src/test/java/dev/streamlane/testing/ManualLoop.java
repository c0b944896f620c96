package dev.streamlane.testing;

import dev.streamlane.coordination.Ticker;
import dev.streamlane.execution.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * A thread, timers and monotonic clock, all driven by the test: tasks run when it says so, and time passes only
 * between them. Other threads may add tasks. Time begins near the clock's overflow, where careless arithmetic fails.
 */
public final class ManualLoop implements Executor, Timers, Ticker {
    /** More turns than any test needs: whoever takes them all never comes to rest. */
    private static final int BUSY = 100_000;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(
            Comparator.comparingLong((Timer timer) -> timer.elapsedAtDue).thenComparingLong(timer -> timer.number));
    private final long origin = Long.MAX_VALUE - Duration.ofSeconds(20).toNanos();
    private long elapsed;
    private long numbers;

    private record Timer(long elapsedAtDue, long number, Runnable task) {}

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        Timer timer = new Timer(elapsed + Math.max(0, delay.toNanos()), numbers++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public long nanos() {
        return origin + elapsed;
    }

    /** How many timers are set. */
    public int timers() {
        return timers.size();
    }

    /** Runs what there is to run now. */
    public void run() {
        for (int turn = 0; !tasks.isEmpty(); turn++) {
            if (turn == BUSY) {
                throw new AssertionError("a busy loop");
            }
            tasks.remove().run();
        }
    }

    /** Lets time pass, with all that falls due meanwhile. */
    public void advance(Duration time) {
        run();
        long end = elapsed + time.toNanos();
        while (!timers.isEmpty() && timers.peek().elapsedAtDue <= end) {
            Timer timer = timers.remove();
            elapsed = Math.max(elapsed, timer.elapsedAtDue);
            timer.task.run();
            run();
        }
        elapsed = end;
    }
}
