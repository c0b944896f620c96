package dev.streamlane.redis;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Lets so many operations be under way at a time; the others wait for their turn, in the order in which they came. Thousands
 * of streams may be handed over at once, and a lane takes only so many commands. What waits is bounded by what a replica
 * holds.
 */
final class Turns {
    private final int most;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean starting;

    Turns(int most) {
        this.most = most;
    }

    <T> CompletionStage<T> run(Supplier<CompletionStage<T>> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (this) {
            waiting.add(() -> begin(operation).whenComplete((value, failure) -> {
                ended();
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(failure);
                }
            }));
        }
        start();
        return result;
    }

    private static <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> operation) {
        try {
            return operation.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private void ended() {
        synchronized (this) {
            underWay--;
        }
        start();
    }

    /** In a loop: operations that fail at once would otherwise start each other, one inside of the other. */
    private void start() {
        synchronized (this) {
            if (starting) {
                return;
            }
            starting = true;
        }
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized Runnable next() {
        if (underWay == most || waiting.isEmpty()) {
            starting = false;
            return null;
        }
        underWay++;
        return waiting.poll();
    }
}
