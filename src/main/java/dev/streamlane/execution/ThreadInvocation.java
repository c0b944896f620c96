package dev.streamlane.execution;

/**
 * Work on a thread that can be interrupted as long as the work lasts, and never afterwards. What is interrupted before it has
 * begun does not begin.
 */
public final class ThreadInvocation implements Runnable, Invocation {
    private final Runnable work;
    private final Runnable instead;
    private Thread thread;
    private boolean interrupted;

    /**
     * @param work must not throw
     * @param instead what to do if it was interrupted before
     */
    public ThreadInvocation(Runnable work, Runnable instead) {
        this.work = work;
        this.instead = instead;
    }

    @Override
    public void run() {
        if (!begin()) {
            instead.run();
            return;
        }
        try {
            work.run();
        } finally {
            end();
        }
    }

    @Override
    public synchronized void interrupt() {
        interrupted = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private synchronized boolean begin() {
        thread = interrupted ? null : Thread.currentThread();
        return !interrupted;
    }

    private synchronized void end() {
        thread = null;
        Thread.interrupted();
    }
}
