package dev.streamlane.coordination;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Calls a beat when it is due and after each wake-up, on a thread of its own. A wake-up during a beat causes
 * one more beat; many of them cause no more than that.
 */
public final class BeatLoop {
    private static final Logger LOG = Logger.getLogger(BeatLoop.class);
    private static final Duration AFTER_ERROR = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final String name;
    private boolean wake;
    private boolean stopped;

    /** @param name the thread's name */
    public BeatLoop(String name) {
        this.name = name;
    }

    /**
     * Begins to beat.
     *
     * @param beat beats and returns the time after which it wants to be called again
     */
    public void start(Supplier<Duration> beat) {
        Thread thread = new Thread(() -> run(beat), name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks for a beat soon. */
    public void wake() {
        lock.lock();
        try {
            wake = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Beats no more once the beat under way has ended. */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run(Supplier<Duration> beat) {
        Duration wait = Duration.ZERO;
        while (awaitTurn(wait)) {
            try {
                wait = beat.get();
            } catch (Throwable e) { // Errors too: nobody would notice that the lease guard is gone.
                LOG.error("A beat failed; the next one follows", e);
                wait = AFTER_ERROR;
            }
        }
    }

    /** Waits until the next beat is due; whether there is to be one. */
    private boolean awaitTurn(Duration limit) {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            while (!stopped && !wake && nanos > 0) {
                nanos = woken.awaitNanos(nanos);
            }
            wake = false;
            return !stopped;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }
}
