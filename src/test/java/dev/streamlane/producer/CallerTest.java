package dev.streamlane.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.execution.OwnContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static Vertx vertx;
    private final CompletableFuture<String> shared = new CompletableFuture<>();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void eachGetsTheResultOnItsOwnContext() throws Exception {
        Context first = onEventLoop(() -> OwnContext.create().call(Vertx::currentContext));
        Context second = onEventLoop(() -> OwnContext.create().call(Vertx::currentContext));
        CompletableFuture<Context> firstGoesOn = on(first, this::goOn);
        CompletableFuture<Context> secondGoesOn = on(second, this::goOn);

        first.runOnContext(nothing -> shared.complete("answer"));

        assertThat(firstGoesOn.get(10, TimeUnit.SECONDS)).isSameAs(first);
        assertThat(secondGoesOn.get(10, TimeUnit.SECONDS)).isSameAs(second);
    }

    @Test
    void withoutAContextTheResultComesAsItIs() {
        assertThat(Caller.bring(shared)).isSameAs(shared);
    }

    @Test
    void aFailureIsBroughtToo() throws Exception {
        CompletableFuture<String> brought =
                onEventLoop(() -> Caller.bring(shared).toCompletableFuture());

        shared.completeExceptionally(new IllegalStateException("no answer"));

        assertThatThrownBy(() -> brought.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("no answer");
    }

    private CompletionStage<Context> goOn() {
        return Caller.bring(shared).thenApply(answer -> Vertx.currentContext());
    }

    private static <T> T onEventLoop(Supplier<T> work) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        vertx.runOnContext(nothing -> result.complete(work.get()));
        return result.get(10, TimeUnit.SECONDS);
    }

    private static <T> CompletableFuture<T> on(Context context, Supplier<CompletionStage<T>> work) throws Exception {
        CompletableFuture<CompletionStage<T>> begun = new CompletableFuture<>();
        context.runOnContext(nothing -> begun.complete(work.get()));
        return begun.get(10, TimeUnit.SECONDS).toCompletableFuture();
    }
}
