package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SoloGateTest {
    private final SoloGate gate = new SoloGate();
    private final AtomicInteger changes = new AtomicInteger();

    SoloGateTest() {
        gate.onChange(changes::incrementAndGet);
    }

    @Test
    void letsOrdinaryJobsRunTogether() {
        assertThat(gate.enter(3)).isTrue();
        assertThat(gate.enter(2)).isTrue();
    }

    @Test
    void G6_letsASuspectInOnlyWhenNothingElseRuns() {
        gate.enter(2);

        assertThat(gate.enterAlone("a")).isFalse();
        gate.leave(1);
        assertThat(gate.enterAlone("a")).isFalse();
        gate.leave(1);
        assertThat(gate.enterAlone("a")).isTrue();
    }

    @Test
    void G6_letsNobodyInBesideASuspect() {
        gate.enterAlone("a");

        assertThat(gate.enter(1)).isFalse();
        assertThat(gate.enterAlone("b")).isFalse();

        gate.leaveAlone("a");
        assertThat(gate.enterAlone("b")).isTrue();
    }

    @Test
    void letsNobodyStartWhileASuspectWaitsSoThatItsTurnComes() {
        gate.enter(1);
        gate.enterAlone("a");

        assertThat(gate.enter(1)).isFalse();
        assertThat(gate.awaited()).isTrue();
    }

    @Test
    void letsSuspectsInOneAfterTheOtherInTheOrderInWhichTheyCame() {
        gate.enter(1);
        gate.enterAlone("a");
        gate.enterAlone("b");
        gate.leave(1);

        assertThat(gate.enterAlone("b")).isFalse();
        assertThat(gate.enterAlone("a")).isTrue();
        gate.leaveAlone("a");
        assertThat(gate.enterAlone("a")).isFalse();
        assertThat(gate.enterAlone("b")).isTrue();
    }

    @Test
    void opensAgainWhenTheSuspectDoesNotWaitAnyMore() {
        gate.enter(1);
        gate.enterAlone("a");

        gate.withdraw("a");

        assertThat(gate.awaited()).isFalse();
        assertThat(gate.enter(1)).isTrue();
    }

    @Test
    void G6_staysShutWhenSomebodyWhoseOtherSuspectRunsAloneDoesNotWaitAnyMore() {
        gate.enterAlone("a");
        gate.enterAlone("a");

        gate.withdraw("a");

        assertThat(gate.enter(1)).isFalse();
        gate.leaveAlone("a");
        assertThat(gate.enter(1)).isTrue();
    }

    @Test
    void doesNotOpenForSomebodyElseWhoDoesNotRunAlone() {
        gate.enterAlone("a");

        gate.leaveAlone("b");
        gate.withdraw("b");

        assertThat(gate.enter(1)).isFalse();
    }

    @Test
    void tellsEverybodyWhenSomebodyBeginsToWaitAndWhenTheWayIsFree() {
        gate.enter(1);
        gate.enterAlone("a");
        assertThat(changes).hasValue(1);
        gate.enterAlone("a");
        assertThat(changes).hasValue(1);

        gate.leave(1);
        assertThat(changes).hasValue(2);

        gate.enterAlone("a");
        gate.leaveAlone("a");
        assertThat(changes).hasValue(3);
    }

    @Test
    void tellsNobodyOfJobsThatComeAndGoWhileNobodyWaits() {
        gate.enter(2);
        gate.leave(1);
        gate.leave(1);
        gate.withdraw("a");
        gate.leaveAlone("a");

        assertThat(changes).hasValue(0);
    }

    /** Groups on threads of their own start jobs as the gate lets them, and wait for its word if it does not. */
    @Test
    void G6_noSuspectEverRunsBesideAnotherJobAndNobodyWaitsForEver() throws InterruptedException {
        int groups = 4;
        int jobs = 400;
        long seed = 20_260_202;
        Group[] all = new Group[groups];
        CountDownLatch done = new CountDownLatch(groups);
        AtomicInteger ordinary = new AtomicInteger();
        AtomicInteger suspects = new AtomicInteger();
        List<String> violations = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            all[i] = new Group(gate, new Random(seed + i), jobs, done, ordinary, suspects, violations);
        }

        for (Group group : all) {
            group.thread.execute(group::pump);
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).as("seed %d", seed).isTrue();
        synchronized (violations) {
            assertThat(violations).as("seed %d", seed).isEmpty();
        }
        assertThat(gate.enterAlone("afterwards")).isTrue();
        for (Group group : all) {
            group.thread.shutdownNow();
        }
    }

    private static final class Group {
        private final SoloGate gate;
        private final Random random;
        private final CountDownLatch done;
        private final AtomicInteger ordinary;
        private final AtomicInteger suspects;
        private final List<String> violations;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Semaphore finished = new Semaphore(0);
        private final int total;
        private int left;
        private boolean suspectNext;
        private boolean busy;

        Group(
                SoloGate gate,
                Random random,
                int jobs,
                CountDownLatch done,
                AtomicInteger ordinary,
                AtomicInteger suspects,
                List<String> violations) {
            this.gate = gate;
            this.random = random;
            this.left = jobs;
            this.total = jobs;
            this.done = done;
            this.ordinary = ordinary;
            this.suspects = suspects;
            this.violations = violations;
            gate.onChange(() -> thread.execute(this::pump));
        }

        void pump() {
            if (busy || left == 0) {
                return;
            }
            boolean entered = suspectNext ? gate.enterAlone(this) : gate.enter(1);
            if (entered) {
                busy = true;
                boolean alone = suspectNext;
                begin(alone);
                ForkJoinPool.commonPool().execute(() -> thread.execute(() -> end(alone)));
            }
        }

        private void begin(boolean alone) {
            (alone ? suspects : ordinary).incrementAndGet();
            if (suspects.get() > 1 || (suspects.get() == 1 && ordinary.get() > 0)) {
                synchronized (violations) {
                    violations.add(suspects + " suspects beside " + ordinary + " others");
                }
            }
        }

        private void end(boolean alone) {
            (alone ? suspects : ordinary).decrementAndGet();
            busy = false;
            left--;
            suspectNext = random.nextInt(10) == 0;
            if (alone) {
                gate.leaveAlone(this);
            } else {
                gate.leave(1);
            }
            finished.release();
            if (finished.availablePermits() == total) {
                done.countDown();
            } else {
                thread.execute(this::pump);
            }
        }
    }
}
