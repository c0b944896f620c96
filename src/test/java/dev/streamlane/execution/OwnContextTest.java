package dev.streamlane.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OwnContextTest {
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void isAnotherOneForEachCallOnTheSameEventLoop() throws Exception {
        List<Context> contexts = onEventLoop(() -> {
            Context shared = Vertx.currentContext();
            Context first = OwnContext.create().call(Vertx::currentContext);
            Context second = OwnContext.create().call(Vertx::currentContext);
            return List.of(shared, first, second, Vertx.currentContext());
        });

        assertThat(contexts.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(contexts.get(3)).isSameAs(contexts.get(0));
        assertThat(VertxContext.isDuplicatedContext(contexts.get(1))).isTrue();
        assertThat(VertxContext.getRootContext(contexts.get(1))).isSameAs(contexts.get(0));
    }

    @Test
    void keepsWhatIsBoundToItOnWhateverThreadItRuns() throws Exception {
        OwnContext own = onEventLoop(OwnContext::create);

        own.run(() -> Vertx.currentContext().putLocal("key", "value"));

        assertThat(onEventLoop(
                        () -> own.<Object>call(() -> Vertx.currentContext().getLocal("key"))))
                .isEqualTo("value");
        assertThat(Vertx.currentContext()).isNull();
    }

    @Test
    void endsWithTheCallThoughItThrows() throws Exception {
        Context after = onEventLoop(() -> {
            try {
                OwnContext.create().run(() -> {
                    throw new IllegalStateException("broken");
                });
            } catch (IllegalStateException expected) {
                // What counts is where we are afterwards.
            }
            return Vertx.currentContext();
        });

        assertThat(VertxContext.isDuplicatedContext(after)).isFalse();
    }

    @Test
    void withoutVertxTheCallIsMadeAllTheSame() {
        assertThat(OwnContext.create().call(() -> "done")).isEqualTo("done");
    }

    private static <T> T onEventLoop(Supplier<T> work) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        vertx.runOnContext(nothing -> {
            try {
                result.complete(work.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(10, TimeUnit.SECONDS);
    }
}
