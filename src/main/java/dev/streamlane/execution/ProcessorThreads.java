package dev.streamlane.execution;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import java.util.concurrent.Executor;

/**
 * The threads that blocking processors run on, each call with a CDI request context and a Vert.x context of its own, as at an
 * HTTP request.
 */
public final class ProcessorThreads implements Executor {
    private final Relay relay;

    /** @param threads must run as many tasks at once as jobs may run in this process, and not queue them */
    public ProcessorThreads(Executor threads) {
        this.relay = new Relay(threads);
    }

    @Override
    public void execute(Runnable task) {
        OwnContext own = OwnContext.create();
        relay.execute(() -> own.run(() -> inRequest(task)));
    }

    private static void inRequest(Runnable task) {
        ManagedContext request = Arc.container().requestContext();
        request.activate();
        try {
            task.run();
        } finally {
            request.terminate();
        }
    }
}
