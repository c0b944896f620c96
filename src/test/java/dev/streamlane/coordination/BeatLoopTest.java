package dev.streamlane.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each beat waits for the test's leave to end, so that nothing here depends on how fast threads are. */
class BeatLoopTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final String NAME = "beat-loop-test";

    private final BeatLoop loop = new BeatLoop(NAME);
    private final AtomicInteger begun = new AtomicInteger();
    private final SynchronousQueue<Duration> ends = new SynchronousQueue<>();

    @AfterEach
    void stop() {
        loop.stop();
    }

    @Test
    void beatsAtOnceAndThenWhenTheBeatWantsIt() throws Exception {
        loop.start(this::beat);

        endBeat(Duration.ZERO);
        endBeat(Duration.ofMillis(1));
        endBeat(NEVER);

        assertThat(begun).hasValue(3);
    }

    @Test
    void beatsBeforeItsTimeWhenItIsWoken() throws Exception {
        loop.start(this::beat);
        endBeat(NEVER);

        loop.wake();
        endBeat(NEVER);

        assertThat(begun).hasValue(2);
    }

    @Test
    void beatsExactlyOnceMoreHoweverOftenItIsWokenDuringABeat() throws Exception {
        loop.start(this::beat);
        awaitBeat(1);
        for (int i = 0; i < 100; i++) {
            loop.wake();
        }
        endBeat(NEVER);
        endBeat(NEVER);

        awaitIdle();
        assertThat(begun).hasValue(2);
    }

    @Test
    void losesNoWakeUpWhoeverSendsIt() {
        int wakers = 4;
        int each = 2000;
        Semaphore beats = new Semaphore(0);
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        loop.start(() -> {
            seen.set(asked.get());
            beats.release();
            return NEVER;
        });

        for (int t = 0; t < wakers; t++) {
            new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            asked.incrementAndGet();
                            loop.wake();
                        }
                    })
                    .start();
        }

        await().untilAtomic(seen, equalTo(wakers * each));
        assertThat(beats.availablePermits()).isLessThanOrEqualTo(wakers * each + 1);
    }

    @Test
    void G7_goesOnAfterABeatThatFailsAndNotBusily() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        loop.start(() -> {
            if (failures.getAndIncrement() == 0) {
                throw new IllegalStateException("a bug");
            }
            return beat();
        });
        awaitIdle();

        loop.wake();
        endBeat(NEVER);

        assertThat(failures).hasValue(2);
    }

    @Test
    void beatsNoMoreOnceItIsStopped() throws Exception {
        loop.start(this::beat);
        awaitBeat(1);

        loop.stop();
        loop.wake();
        endBeat(Duration.ZERO);

        await().until(() -> thread() == null);
        assertThat(begun).hasValue(1);
    }

    @Test
    void stopsWhileItWaits() throws Exception {
        loop.start(this::beat);
        endBeat(NEVER);
        awaitIdle();

        loop.stop();

        await().until(() -> thread() == null);
    }

    private Duration beat() {
        begun.incrementAndGet();
        try {
            return ends.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitBeat(int count) {
        await().untilAtomic(begun, equalTo(count));
    }

    /** Ends the beat under way, or the next one. */
    private void endBeat(Duration next) throws InterruptedException {
        assertThat(ends.offer(next, 10, TimeUnit.SECONDS)).isTrue();
    }

    /** Waits until the loop waits for its next turn. */
    private static void awaitIdle() {
        await().until(() -> thread() != null && thread().getState() == Thread.State.TIMED_WAITING);
    }

    private static Thread thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(NAME))
                .findFirst()
                .orElse(null);
    }
}
