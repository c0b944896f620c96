package dev.streamlane.execution;

/** Work on a thread that can be interrupted as long as the work lasts, and never afterwards. */
public final class ThreadInvocation implements Runnable, Invocation {
    private final Runnable work;
    private Thread thread;
    private boolean interrupted;

    /** @param work must not throw */
    public ThreadInvocation(Runnable work) {
        this.work = work;
    }

    @Override
    public void run() {
        begin();
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

    private synchronized void begin() {
        thread = Thread.currentThread();
        if (interrupted) {
            thread.interrupt();
        }
    }

    private synchronized void end() {
        thread = null;
        Thread.interrupted();
    }
}
