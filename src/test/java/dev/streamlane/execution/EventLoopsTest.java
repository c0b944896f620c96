package dev.streamlane.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopsTest {
    private Vertx vertx;

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void nothingWorksWhereThisThreadsClientsReadAndAllOtherLoopsAreUsed() {
        EventLoops loops = start(4);
        Thread reading = thread(vertx.getOrCreateContext());
        Set<Thread> others = new HashSet<>();

        for (int i = 0; i < 6; i++) {
            others.add(thread(loops.working()));
        }

        assertThat(others).hasSize(3).doesNotContain(reading);
    }

    @Test
    void oneLoopDoesEverythingIfThereIsNoOther() {
        EventLoops loops = start(1);

        assertThat(thread(loops.working())).isEqualTo(thread(vertx.getOrCreateContext()));
    }

    private EventLoops start(int size) {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(size));
        return new EventLoops(vertx);
    }

    private static Thread thread(Context context) {
        return thread(task -> context.runOnContext(turn -> task.run()));
    }

    private static Thread thread(Executor executor) {
        return CompletableFuture.supplyAsync(Thread::currentThread, executor).join();
    }
}
