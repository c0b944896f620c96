package dev.streamlane.execution;

import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;

/**
 * Deals out Vert.x's event loops for work, but for the one where the Redis client reads: so reading and working take two
 * processors. The client keeps all its connections on the loop that it was made for, and Vert.x gives all that one thread makes
 * the same loop. Hence these are to be made on the thread that made the client, the one that starts the application; made on
 * another, they are still good for everything but the division of labour.
 */
public final class EventLoops {
    private final VertxInternal vertx;
    private final ContextInternal reading;

    public EventLoops(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
        this.reading = this.vertx.getOrCreateContext();
    }

    /** A place to work at, on the loop whose turn it is. */
    public EventLoop working() {
        ContextInternal next = vertx.createEventLoopContext();
        boolean taken = next.nettyEventLoop() == reading.nettyEventLoop();
        // The next in turn is another one, unless there is but one.
        return new EventLoop(vertx, taken ? vertx.createEventLoopContext() : next);
    }
}
