package dev.streamlane.testing.foreign;

import dev.streamlane.testing.RespConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** What would be a process of its own: its connections and threads, and the signals that hit all of them at once. */
final class ForeignProcess {
    private final int port;
    private final RespConnection commands;
    private final List<RespConnection> connections = new ArrayList<>();
    private final ExecutorService threads;
    private final CountDownLatch killed = new CountDownLatch(1);
    private boolean stopped;

    ForeignProcess(int port, String name) {
        ThreadFactory daemons = work -> {
            Thread thread = new Thread(work, "foreign-" + name);
            thread.setDaemon(true);
            return thread;
        };
        this.port = port;
        this.threads = Executors.newCachedThreadPool(daemons);
        this.commands = connect();
    }

    /** A further connection, for what blocks or listens. */
    synchronized RespConnection connect() {
        RespConnection connection = new RespConnection(port);
        connections.add(connection);
        return connection;
    }

    /** Sends a command on the connection for all that does not block. */
    Object call(String... command) {
        awaitRunning();
        synchronized (commands) {
            return commands.call(command);
        }
    }

    /** Runs something on a thread of its own. */
    void run(Runnable work) {
        threads.execute(() -> untilKilled(work));
    }

    /** Runs something on a thread of its own, as soon as this time is over. */
    void later(Duration delay, Runnable work) {
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, threads)
                .execute(() -> untilKilled(work));
    }

    /** Waits for so long, or until it is killed. */
    void idle(Duration time) {
        try {
            killed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits while the process is stopped. */
    synchronized void awaitRunning() {
        try {
            while (stopped) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean alive() {
        return killed.getCount() > 0;
    }

    /** As SIGSTOP does: no command goes out any more. */
    synchronized void stop() {
        stopped = true;
    }

    /** As SIGCONT does. */
    synchronized void resume() {
        stopped = false;
        notifyAll();
    }

    /** As SIGKILL does: all connections are cut. */
    synchronized void kill() {
        killed.countDown();
        connections.forEach(RespConnection::close);
        threads.shutdownNow();
        resume();
    }

    private void untilKilled(Runnable work) {
        try {
            awaitRunning();
            work.run();
        } catch (UncheckedIOException e) {
            if (alive()) {
                throw e;
            }
        }
    }
}
