package dev.streamlane.redis;

import io.vertx.redis.client.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Reads replies, and passes them on. */
final class Replies {
    private Replies() {}

    /** What a script says it has done. */
    static Code code(Script script, Response reply) {
        return script.codes().get(reply.get(0).toInteger());
    }

    /** A text, or {@code null}. */
    static String text(Response reply, int index) {
        Response value = reply.get(index);
        return value == null ? null : value.toString();
    }

    static long number(Response reply, int index) {
        return reply.get(index).toLong();
    }

    /** The same on another thread; a failure as it is, not wrapped by the stages in between. */
    static <T> CompletionStage<T> onThread(Executor thread, CompletionStage<T> stage) {
        CompletableFuture<T> result = new CompletableFuture<>();
        stage.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(unwrap(failure));
                    }
                },
                thread);
        return result;
    }

    /** The failure itself, without what stages wrap around it. */
    static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
