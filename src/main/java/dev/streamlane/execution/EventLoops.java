package dev.streamlane.execution;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;

/**
 * Shares out Vert.x's event loops: where Redis' answers with jobs are read, nothing else of ours has its place, so that
 * reading and working take two processors. {@link Vertx#getOrCreateContext()} would give all that one thread makes the same
 * loop.
 */
public final class EventLoops {
    private final VertxInternal vertx;
    private final ContextInternal reading;

    public EventLoops(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
        this.reading = this.vertx.createEventLoopContext();
    }

    /** Where the connection has its place that jobs are read on. */
    public Context reading() {
        return reading;
    }

    /** A context for other connections. */
    public Context connecting() {
        return elsewhere();
    }

    /** A place to work at, on the loop whose turn it is. */
    public EventLoop working() {
        return new EventLoop(vertx, elsewhere());
    }

    private ContextInternal elsewhere() {
        ContextInternal next = vertx.createEventLoopContext();
        boolean taken = next.nettyEventLoop() == reading.nettyEventLoop();
        // The next in turn is another one, unless there is but one.
        return taken ? vertx.createEventLoopContext() : next;
    }
}
