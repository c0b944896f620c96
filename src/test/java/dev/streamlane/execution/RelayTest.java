package dev.streamlane.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private static final int TASKS = 200;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Runnable> submitted = new ArrayList<>();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void tasksThatWaitForEachOtherAllRunAtOnce() throws InterruptedException {
        Relay relay = new Relay(threads);
        CountDownLatch all = new CountDownLatch(TASKS);

        IntStream.range(0, TASKS)
                .forEach(i -> relay.execute(() -> {
                    all.countDown();
                    await(all);
                }));

        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shortTasksShareAThread() {
        Relay relay = new Relay(submitted::add);
        List<Integer> done = new ArrayList<>();

        IntStream.range(0, TASKS).forEach(i -> relay.execute(() -> done.add(i)));
        assertThat(submitted).hasSize(1);
        submitted.get(0).run();

        assertThat(done)
                .containsExactlyElementsOf(IntStream.range(0, TASKS).boxed().toList());
        assertThat(submitted).hasSize(2);
        submitted.get(1).run();
        assertThat(done).hasSize(TASKS);
    }

    @Test
    void aTaskThatNoThreadCanBeHadForIsRefusedAndNotRunLater() {
        List<String> done = new ArrayList<>();
        boolean[] full = {true};
        Relay relay = new Relay(work -> {
            if (full[0]) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            work.run();
        });

        assertThatThrownBy(() -> relay.execute(() -> done.add("first"))).isInstanceOf(OutOfMemoryError.class);
        full[0] = false;
        relay.execute(() -> done.add("second"));

        assertThat(done).containsExactly("second");
    }

    @Test
    void whoComesWhileAThreadIsAskedForInVainIsNotLeftWithoutOne() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Relay relay = new Relay(work -> {
            if (calls.getAndIncrement() == 0) {
                asked.countDown();
                await(refused);
                throw new OutOfMemoryError("unable to create native thread");
            }
            threads.execute(work);
        });
        CountDownLatch done = new CountDownLatch(1);
        threads.execute(() -> relay.execute(() -> {}));
        asked.await();
        Thread second = new Thread(() -> relay.execute(done::countDown));
        second.start();
        Awaitility.await().until(() -> second.getState() != Thread.State.RUNNABLE);

        refused.countDown();

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTaskIsNotInterruptedForTheOneBefore() {
        Relay relay = new Relay(submitted::add);
        List<Boolean> interrupted = new ArrayList<>();
        relay.execute(() -> Thread.currentThread().interrupt());
        relay.execute(() -> interrupted.add(Thread.interrupted()));

        submitted.get(0).run();

        assertThat(interrupted).containsExactly(false);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
