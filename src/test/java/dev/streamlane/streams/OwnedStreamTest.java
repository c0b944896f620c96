package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.streams.LoadBalancer.Claim.Granted;
import dev.streamlane.streams.LoadBalancer.Hold;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The signal that a stream is disowned, as its processor gets it. */
class OwnedStreamTest {
    private final Held held = new Held(
            new Granted(new Hold("1-1", "a", 1), 0, Optional.empty(), Optional.empty()),
            new Assignment("a", Map.of(), Priority.NORMAL),
            0);
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final OwnedStream stream = new OwnedStream("orders", held, null, null, threads::add);

    @Test
    @Timeout(10)
    void whoWaitsForTheSignalMayBlockAndHoldsNobodyUp() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicReference<Thread> ran = new AtomicReference<>();
        stream.whenDisowned().thenRun(() -> {
            ran.set(Thread.currentThread());
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        held.abandon();

        assertThat(stream.disowned()).isTrue();
        assertThat(ran).hasNullValue();
        Thread processor = new Thread(threads.remove());
        processor.start();
        while (ran.get() == null) {
            Thread.onSpinWait();
        }
        assertThat(ran).hasValue(processor);
        never.countDown();
    }

    @Test
    void whoAsksAfterTheSignalHearsItToo() {
        held.handOver();

        CompletableFuture<Void> told = stream.whenDisowned().toCompletableFuture();
        threads.remove().run();

        assertThat(told).isCompleted();
    }

    @Test
    void g8_whoAsksAgainAndAgainLeavesNothingBehind() {
        for (int i = 0; i < 1000; i++) {
            assertThat(stream.whenDisowned().toCompletableFuture()).isNotDone();
        }

        assertThat(held.disowned().getNumberOfDependents()).isEqualTo(1);
        held.abandon();
        assertThat(threads).hasSize(1);
    }
}
