package dev.streamlane.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
