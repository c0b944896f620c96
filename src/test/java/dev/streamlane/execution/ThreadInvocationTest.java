package dev.streamlane.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadInvocationTest {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void interruptsItsWork() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        ThreadInvocation invocation = new ThreadInvocation(
                () -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.complete(true);
                    }
                },
                () -> {});
        thread.execute(invocation);
        begun.await();

        invocation.interrupt();

        assertThat(interrupted.join()).isTrue();
    }

    @Test
    void workThatIsInterruptedBeforeDoesNotBegin() {
        List<String> done = new ArrayList<>();
        ThreadInvocation invocation = new ThreadInvocation(() -> done.add("work"), () -> done.add("instead"));

        invocation.interrupt();
        invocation.run();

        assertThat(done).containsExactly("instead");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void leavesTheThreadUninterrupted() {
        ThreadInvocation invocation =
                new ThreadInvocation(() -> Thread.currentThread().interrupt(), () -> {});

        invocation.run();

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void doesNothingOnceItsWorkHasEnded() {
        ThreadInvocation invocation = new ThreadInvocation(() -> {}, () -> {});
        invocation.run();

        invocation.interrupt();

        assertThat(Thread.interrupted()).isFalse();
    }

    /** The thread goes on to somebody else's work while the interrupt is under way. */
    @Test
    void neverInterruptsWhatTheThreadDoesNext() throws Exception {
        int rounds = 5000;
        AtomicInteger stray = new AtomicInteger();
        for (int i = 0; i < rounds; i++) {
            CountDownLatch begun = new CountDownLatch(1);
            ThreadInvocation invocation = new ThreadInvocation(begun::countDown, () -> {});
            thread.execute(invocation);
            begun.await();
            CompletableFuture<Boolean> next = new CompletableFuture<>();
            thread.execute(() -> {
                for (int spin = 0; spin < 50; spin++) {
                    Thread.onSpinWait();
                }
                next.complete(Thread.currentThread().isInterrupted());
            });

            invocation.interrupt();

            stray.addAndGet(next.join() ? 1 : 0);
        }

        assertThat(stray).hasValue(0);
    }
}
