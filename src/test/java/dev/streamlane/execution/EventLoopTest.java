package dev.streamlane.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private static Vertx vertx;
    private final EventLoop loop = new EventLoop(vertx);

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void runsEverythingOnOneEventLoopInOrderWhoeverSendsIt() throws Exception {
        int senders = 4;
        int each = 3000;
        List<int[]> seen = new ArrayList<>();
        Set<Thread> threads = new HashSet<>();
        CountDownLatch done = new CountDownLatch(senders * each);
        for (int s = 0; s < senders; s++) {
            int sender = s;
            new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            int number = i;
                            loop.execute(() -> {
                                seen.add(new int[] {sender, number});
                                threads.add(Thread.currentThread());
                                done.countDown();
                            });
                        }
                    })
                    .start();
        }

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        on(() -> {
            assertThat(threads).hasSize(1);
            assertThat(Context.isOnEventLoopThread()).isTrue();
            int[] next = new int[senders];
            seen.forEach(task -> assertThat(task[1]).isEqualTo(next[task[0]]++));
        });
    }

    @Test
    void doesNotRunATaskInsideOfAnother() {
        List<String> order = new ArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            loop.execute(() -> {
                order.add("second");
                done.complete(null);
            });
            order.add("first");
        });

        done.orTimeout(10, TimeUnit.SECONDS).join();

        assertThat(order).containsExactly("first", "second");
    }

    @Test
    void goesOnAfterATaskThatThrows() {
        loop.execute(() -> {
            throw new IllegalStateException("a bug that the log shows");
        });

        on(() -> {});
    }

    @Test
    void G8_letsOtherWorkOfTheEventLoopHaveItsTurn() {
        CompletableFuture<Void> other = new CompletableFuture<>();
        boolean[] stop = new boolean[1];
        Runnable endless = new Runnable() {
            @Override
            public void run() {
                if (!stop[0]) {
                    loop.execute(this);
                }
            }
        };
        on(() -> {
            vertx.runOnContext(turn -> {
                stop[0] = true;
                other.complete(null);
            });
            endless.run();
        });

        other.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void runsATaskLaterOnItsOwnThread() {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        CompletableFuture<Thread> own = new CompletableFuture<>();
        loop.execute(() -> own.complete(Thread.currentThread()));

        loop.schedule(Duration.ofNanos(1), () -> ran.complete(Thread.currentThread()));

        assertThat(ran.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(own.join());
    }

    @Test
    void neverRunsATaskEarly() {
        CompletableFuture<Long> ran = new CompletableFuture<>();
        long began = System.nanoTime();

        loop.schedule(Duration.ofNanos(5_000_001), () -> ran.complete(System.nanoTime()));

        assertThat(ran.orTimeout(10, TimeUnit.SECONDS).join() - began).isGreaterThanOrEqualTo(5_000_000);
    }

    @Test
    void takesAnyDelay() {
        on(() -> {
            loop.schedule(Duration.ofSeconds(Integer.MAX_VALUE), () -> {}).run();
            loop.schedule(Duration.ofSeconds(-1), () -> {}).run();
        });
    }

    @Test
    void doesNotRunATaskThatIsCancelledWhenItHasFiredButNotBegun() {
        boolean[] ran = new boolean[1];
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        on(() -> {
            Runnable cancel = loop.schedule(Duration.ofMillis(1), () -> ran[0] = true);
            // When this task ends both timers are due: the first one fires, then it is cancelled, then its task has its
            // turn.
            vertx.setTimer(1, timer -> {
                cancel.run();
                loop.execute(() -> outcome.complete(ran[0]));
            });
            spinFor(Duration.ofMillis(20));
        });

        assertThat(outcome.orTimeout(10, TimeUnit.SECONDS).join()).isFalse();
    }

    /** Runs on the loop and waits for it. */
    private void on(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static void spinFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
