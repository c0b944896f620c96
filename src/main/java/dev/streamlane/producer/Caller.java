package dev.streamlane.producer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;

/**
 * Whoever enqueues. An answer that several wait for comes on the Vert.x context of the first of them; the others would go on
 * there, with that one's span, log fields and whatever else is bound to it.
 */
final class Caller {
    private Caller() {}

    /** The result, on the context that this is called on. A worker's may be blocked until the result is there. */
    static <T> CompletionStage<T> bring(CompletionStage<T> result) {
        Context context = Vertx.currentContext();
        return context == null || !context.isEventLoopContext()
                ? result
                : Future.fromCompletionStage(result, context).toCompletionStage();
    }
}
