package dev.streamlane.redis;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;
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

    /** Pairs one behind the other, as the older protocol has them; the newer one nests them. */
    static List<Response> flat(Response pairs) {
        List<Response> flat = new ArrayList<>();
        for (Response part : pairs) {
            if (part.type() == ResponseType.MULTI) {
                part.forEach(flat::add);
            } else {
                flat.add(part);
            }
        }
        return flat;
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

    /** The failure itself, to be thrown again. */
    static RuntimeException unchecked(Throwable failure) {
        return unwrap(failure) instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    /** The failure itself, without what stages wrap around it. */
    static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
