package dev.streamlane.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.partition.GroupId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final GroupId GROUP = new GroupId("topic", "group");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Journal journal = new Journal();
    private final ManualTicker ticker = new ManualTicker();
    private final FakeMembership membership = new FakeMembership(journal);
    private final FakeLeases leases = new FakeLeases(journal, ticker);
    private final FakeHost host = new FakeHost(journal);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Heartbeat heartbeat = heartbeat(Duration.ofMinutes(5));

    @AfterEach
    void stop() {
        heartbeat.leave(Duration.ofMillis(1));
    }

    @Test
    void joinsAtOnce() {
        heartbeat.join(GROUP, () -> {}, host);

        await().until(() -> heartbeat.statuses().get(0).owned().equals("[0, 1, 2, 3]"));
    }

    @Test
    void beatsWhenTheScheduleOrAWakeUpSaysSo() {
        heartbeat.join(GROUP, () -> {}, host);
        awaitBeats(2);

        heartbeat.beat();
        awaitBeats(3);
        listeners.forEach(Runnable::run);
        awaitBeats(4);
    }

    @Test
    void G2_interruptsLeasesPastTrustThoughNoBeatGetsThrough() {
        Heartbeat often = heartbeat(Duration.ofMillis(100));
        often.join(GROUP, () -> {}, host);
        await().until(() -> often.statuses().get(0).owned().equals("[0, 1, 2, 3]"));

        leases.down = true;
        ticker.advance(Duration.ofMinutes(10));

        await().until(() -> journal.of("abandon").size() == 4);
        often.leave(Duration.ofMillis(1));
    }

    @Test
    void G2_looksAtOnceAtWhatIsTrustedForAShorterTimeThanTheRest() {
        heartbeat.join(GROUP, () -> {}, host);
        await().until(() -> heartbeat.statuses().get(0).owned().equals("[0, 1, 2, 3]"));
        CountDownLatch looks = new CountDownLatch(3);

        keepAlive(new Looking(() -> {
            looks.countDown();
            return Duration.ofMillis(1);
        }));

        await().until(() -> looks.getCount() == 0);
    }

    @Test
    void G2_whatLookingTakesIsNotSleptOnceMore() {
        AtomicBoolean heldUp = new AtomicBoolean();
        CountDownLatch looksAgain = new CountDownLatch(1);
        keepAlive(new Looking(() -> {
            if (heldUp.get()) {
                looksAgain.countDown();
            }
            return LONG;
        }));

        keepAlive(new Looking(() -> {
            if (heldUp.compareAndSet(false, true)) {
                ticker.advance(LONG);
            }
            return LONG;
        }));

        await().until(() -> looksAgain.getCount() == 0);
    }

    private void keepAlive(Beating part) {
        heartbeat.keepAlive("service", wake -> () -> {}, wake -> part);
    }

    /** @param look what a look at it does, and after which time it wants to be looked at again */
    private record Looking(Supplier<Duration> look) implements Beating {
        @Override
        public Duration beat() {
            return LONG;
        }

        @Override
        public Duration distrust() {
            return look.get();
        }

        @Override
        public CompletionStage<Void> leave() {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public Status status() {
            throw new AssertionError("nobody asks");
        }
    }

    @Test
    void hasLeftWhenEverythingIsReleased() {
        heartbeat.join(GROUP, () -> {}, host);
        await().until(() -> heartbeat.statuses().get(0).owned().equals("[0, 1, 2, 3]"));

        CompletableFuture<Void> leaving = CompletableFuture.runAsync(() -> heartbeat.leave(LONG));
        await().until(() -> journal.of("drain").size() == 4);
        assertThat(leaving).isNotDone();
        host.runs.forEach(FakeHost.Run::finishDraining);

        await().until(leaving::isDone);
        assertThat(journal.of("release")).hasSize(4);
        assertThat(listeners).isEmpty();
    }

    @Test
    void waitsNoLongerThanItMayForJobsThatDoNotEnd() {
        heartbeat.join(GROUP, () -> {}, host);
        await().until(() -> heartbeat.statuses().get(0).owned().equals("[0, 1, 2, 3]"));

        heartbeat.leave(Duration.ofMillis(20));

        assertThat(journal.of("release")).isEmpty();
        assertThat(listeners).isEmpty();
    }

    @Test
    void leavesAtOnceWhenItNeverJoined() {
        heartbeat.leave(LONG);

        assertThat(heartbeat.statuses()).isEmpty();
    }

    private Heartbeat heartbeat(Duration interval) {
        return new Heartbeat(
                new CoordinatorFactory(
                        new Consumer("me", "incarnation-1", "host"),
                        membership,
                        leases,
                        new CoordinationSettings(interval, interval.multipliedBy(2), Duration.ZERO),
                        CoordinationEvents.NONE,
                        ticker),
                new Wakeups() {
                    @Override
                    public Channel ofGroup(GroupId group) {
                        return listener -> {
                            listeners.add(listener);
                            return () -> listeners.remove(listener);
                        };
                    }

                    @Override
                    public Channel ofService(String service) {
                        throw new AssertionError("no service takes part");
                    }
                },
                new Departure(LONG),
                ticker);
    }

    private void awaitBeats(int count) {
        await().until(() -> journal.of("join", "heartbeat").size() >= count);
    }
}
