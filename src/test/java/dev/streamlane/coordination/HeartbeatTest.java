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

        heartbeat.keepAlive("service", wake -> () -> {}, wake -> new Looking(looks));

        await().until(() -> looks.getCount() == 0);
    }

    /** Wants to be looked at often. */
    private record Looking(CountDownLatch looks) implements Beating {
        @Override
        public Duration beat() {
            return LONG;
        }

        @Override
        public Duration distrust() {
            looks.countDown();
            return Duration.ofMillis(1);
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
                new Departure(LONG));
    }

    private void awaitBeats(int count) {
        await().until(() -> journal.of("join", "heartbeat").size() >= count);
    }
}
