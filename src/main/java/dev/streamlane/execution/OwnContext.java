package dev.streamlane.execution;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.function.Supplier;

/**
 * A Vert.x context for one call of a processor, as an HTTP request has one. What libraries bind to it, such as the fields of
 * log lines, the current span, or a database session, belongs to that call, and stays with it through asynchronous code.
 */
public final class OwnContext {
    private static final OwnContext NONE = new OwnContext(null);

    private final ContextInternal context;

    private OwnContext(ContextInternal context) {
        this.context = context;
    }

    /** A new context on the event loop of the caller; without Vert.x, as in unit tests, nothing. */
    public static OwnContext create() {
        Context shared = Vertx.currentContext();
        if (shared == null) {
            return NONE;
        }
        Context own = VertxContext.createNewDuplicatedContext(shared);
        VertxContextSafetyToggle.setContextSafe(own, true); // Nobody else has it, which is what "safe" means.
        return new OwnContext((ContextInternal) own);
    }

    /** Does {@code work} on this thread, with this as its current context. */
    public <T> T call(Supplier<T> work) {
        if (context == null) {
            return work.get();
        }
        ContextInternal previous = context.beginDispatch();
        try {
            return work.get();
        } finally {
            context.endDispatch(previous);
        }
    }

    /** {@link #call} for work without a result. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return null;
        });
    }
}
