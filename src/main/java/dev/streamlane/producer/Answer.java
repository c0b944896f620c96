package dev.streamlane.producer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What one of several concurrent calls came to.
 *
 * @param value the result, or {@code null} if it failed
 * @param failure why it failed, or {@code null}
 */
record Answer<T>(T value, Throwable failure) {
    /** Makes one call for each item, all at once, and waits for all answers, good or bad, in the order of the items. */
    static <I, T> CompletionStage<List<Answer<T>>> each(List<I> items, Function<I, CompletionStage<T>> call) {
        List<Answer<T>> answers = new ArrayList<>(Collections.nCopies(items.size(), null));
        CompletableFuture<List<Answer<T>>> all = new CompletableFuture<>();
        AtomicInteger missing = new AtomicInteger(items.size());
        for (int i = 0; i < items.size(); i++) {
            int place = i;
            call(items.get(i), call).whenComplete((value, failure) -> {
                answers.set(place, new Answer<>(value, cause(failure)));
                // The counter also hands what was set before to the thread that completes.
                if (missing.decrementAndGet() == 0) {
                    all.complete(answers);
                }
            });
        }
        return all;
    }

    private static <I, T> CompletionStage<T> call(I item, Function<I, CompletionStage<T>> call) {
        try {
            return call.apply(item);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** What really failed, out of the wrapping that chained stages put around it. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
