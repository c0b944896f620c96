package dev.streamlane.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Partitions, some at a time: the answers of many share a connection with everything else about topics. */
final class Pages {
    private static final int SIZE = 256;

    private Pages() {}

    /** Makes a call for each partition. */
    static CompletionStage<Void> each(int from, int to, IntFunction<? extends CompletionStage<?>> call) {
        if (from >= to) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<?>[] page = IntStream.range(from, Math.min(to, from + SIZE))
                .mapToObj(partition -> call.apply(partition).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(page).thenCompose(done -> each(from + SIZE, to, call));
    }
}
