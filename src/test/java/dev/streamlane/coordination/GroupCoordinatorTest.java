package dev.streamlane.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.partition.GroupId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GroupCoordinatorTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration AFTER_DEADLINE = Duration.ofMillis(5);

    private final Journal journal = new Journal();
    private final ManualTicker ticker = new ManualTicker();
    private final FakeMembership membership = new FakeMembership(journal);
    private final FakeLeases leases = new FakeLeases(journal, ticker);
    private final FakeHost host = new FakeHost(journal);
    private final GroupCoordinator coordinator = new CoordinatorFactory(
                    new Consumer("me", "incarnation-1", "host"),
                    membership,
                    leases,
                    new CoordinationSettings(INTERVAL, TTL, Duration.ZERO),
                    new JournalEvents(journal),
                    ticker)
            .create(
                    new GroupId("topic", "group"),
                    () -> {
                        journal.add("create topic");
                        membership.settings = FakeMembership.settings(4);
                    },
                    host,
                    () -> journal.add("wake"));

    @Test
    void joinsProposesAndAcquiresInItsFirstBeat() {
        Duration next = coordinator.beat();

        assertThat(coordinator.status().registered()).isTrue();
        assertThat(coordinator.status().connected()).isTrue();
        assertThat(coordinator.owned()).containsExactly(0, 1, 2, 3);
        assertThat(next).isEqualTo(INTERVAL);
    }

    @Test
    void isNotRegisteredBeforeItsFirstBeat() {
        assertThat(coordinator.status().registered()).isFalse();
        assertThat(coordinator.status().connected()).isFalse();
        assertThat(coordinator.owned()).isEmpty();
    }

    @Test
    void renewsInEveryBeat() {
        coordinator.beat();
        journal.clear();

        coordinator.beat();

        assertThat(journal.lines()).containsExactly("heartbeat [0, 1, 2, 3]", "renew {0=101, 1=102, 2=103, 3=104}");
    }

    @Test
    void givesUpWhatHasNotSeenAResetAndTakesItAgain() {
        coordinator.beat();
        membership.reset = 9;
        leases.reset = 9;
        journal.clear();

        coordinator.beat();
        assertThat(journal.of("drain")).hasSize(4);
        for (int partition = 0; partition < 4; partition++) {
            host.run(partition).finishDraining();
        }
        coordinator.beat();
        coordinator.beat();

        assertThat(journal.of("release")).hasSize(4);
        assertThat(journal.of("acquire")).containsExactly("acquire 0", "acquire 1", "acquire 2", "acquire 3");
        assertThat(journal.of("drain")).hasSize(4);
        assertThat(coordinator.owned()).hasSize(4);
    }

    @Test
    void showsAPauseInThePartitionsThatDoNotShowItYetAndSaysSo() {
        coordinator.beat();
        leases.renewals.put(2, FakeLeases.renewed(0).with(new Pause(true, 8)));
        membership.pause = new Pause(true, 7);
        journal.clear();

        coordinator.beat();

        assertThat(journal.of("show")).containsExactly("show [0, 1, 3] true");
        assertThat(host.run(0).pause).isEqualTo(new Pause(true, 7));
        assertThat(host.run(2).pause).isEqualTo(new Pause(true, 8));
        assertThat(coordinator.status().owned()).isEqualTo("[0, 1, 2, 3], paused");
    }

    @Test
    void beatsAgainJustAfterARefusedLeaseEnds() {
        leases.taken.put(2, Duration.ofMillis(800));

        assertThat(coordinator.beat()).isEqualTo(Duration.ofMillis(800).plus(AFTER_DEADLINE));
    }

    @Test
    void G4_beatsAgainJustAfterTheFirstDeadlineOfAPeer() {
        membership.members.put("silent", Duration.ofMillis(2500));

        assertThat(coordinator.beat()).isEqualTo(Duration.ofMillis(2500).plus(AFTER_DEADLINE));
    }

    @Test
    void G4_handsOverOnlyWhatAJoiningConsumerGets() {
        coordinator.beat();
        journal.clear();
        membership.members.put("newcomer", TTL);

        coordinator.beat();

        assertThat(journal.of("drain")).hasSize(2);
        assertThat(journal.of("abandon", "acquire", "start", "release")).isEmpty();
        assertThat(coordinator.owned()).hasSize(2);
    }

    @Test
    void picksUpNewPartitionsOfAGrownTopicInTheNextBeat() {
        coordinator.beat();
        journal.clear();
        membership.settings = FakeMembership.settings(6);

        coordinator.beat();

        assertThat(journal.of("drain", "abandon", "acquire")).containsExactly("acquire 4", "acquire 5");
    }

    @Test
    void G2_stopsEverythingAndNeverRegistersAgainOnceSuperseded() {
        coordinator.beat();
        journal.clear();
        membership.superseded = true;

        coordinator.beat();
        membership.superseded = false;
        Duration next = coordinator.beat();
        coordinator.distrust();

        assertThat(journal.lines())
                .containsExactly("heartbeat [0, 1, 2, 3]", "abandon 0", "abandon 1", "abandon 2", "abandon 3");
        assertThat(coordinator.status().superseded()).isTrue();
        assertThat(coordinator.status().registered()).isFalse();
        assertThat(next).isEqualTo(INTERVAL);
    }

    @Test
    void hasLeftAtOnceWhenItWasSuperseded() {
        membership.superseded = true;
        coordinator.beat();

        assertThat(coordinator.leave().toCompletableFuture()).isCompleted();
        coordinator.beat();
        assertThat(journal.of("leave")).isEmpty();
    }

    @Test
    void G7_keepsWhatItHoldsWhileRedisIsAwayAndAsksAgainAtItsOwnPace() {
        coordinator.beat();
        journal.clear();
        membership.down = true;

        Duration next = coordinator.beat();

        assertThat(next).isEqualTo(RETRY);
        assertThat(journal.lines()).containsExactly("heartbeat [0, 1, 2, 3]", "event: beat failed");
        assertThat(coordinator.status().connected()).isFalse();
        assertThat(coordinator.status().registered()).isTrue();
        assertThat(coordinator.owned()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void G7_triesSoonAgainWhenARenewalGotNoAnswer() {
        coordinator.beat();
        leases.renewals.put(2, Leases.Renewal.UNKNOWN);

        assertThat(coordinator.beat()).isEqualTo(RETRY);

        leases.renewals.remove(2);
        assertThat(coordinator.beat()).isEqualTo(INTERVAL);
    }

    @Test
    void G7_triesSoonAgainWhenARenewalGotNoAnswerWhileItDrains() {
        coordinator.beat();
        leases.renewals.put(2, Leases.Renewal.UNKNOWN);
        coordinator.leave();

        assertThat(coordinator.beat()).isEqualTo(RETRY);
    }

    @Test
    void G7_goesOnAsBeforeWhenRedisIsBackWithinTheTtl() {
        coordinator.beat();
        membership.down = true;
        coordinator.beat();
        membership.down = false;
        journal.clear();

        coordinator.beat();

        assertThat(journal.of("drain", "abandon", "acquire", "start")).isEmpty();
        assertThat(coordinator.status().connected()).isTrue();
    }

    @Test
    void G7_interruptsWhatItCannotTrustAndResumesWhenRedisIsBack() {
        coordinator.beat();
        leases.down = true;
        ticker.advance(Duration.ofSeconds(9));
        coordinator.beat();
        coordinator.distrust();
        assertThat(journal.of("abandon")).isEmpty();

        ticker.advance(Duration.ofMillis(500));
        coordinator.distrust();
        assertThat(journal.of("abandon")).hasSize(4);
        assertThat(coordinator.owned()).isEmpty();

        leases.down = false;
        coordinator.beat();
        assertThat(coordinator.owned()).containsExactly(0, 1, 2, 3);
        assertThat(host.run(0).lease.epoch()).isGreaterThan(104);
    }

    @Test
    void G7_createsTheTopicAnewAfterItsDataIsGone() {
        coordinator.beat();
        journal.clear();
        membership.settings = null;
        membership.members.clear();

        coordinator.beat();

        assertThat(journal.of("create", "join", "heartbeat"))
                .containsExactly("heartbeat [0, 1, 2, 3]", "create topic", "heartbeat [0, 1, 2, 3]");
        assertThat(coordinator.owned()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void G4_acquiresAtOnceWhatItsRunFoundGone() {
        coordinator.beat();
        journal.clear();

        host.run(1).loseLease();
        coordinator.beat();

        assertThat(journal.of("wake", "acquire", "start")).containsExactly("wake", "acquire 1", "start 1");
    }

    @Test
    void leavesTheGroupFirstThenDrainsAndReleasesEachPartitionAsItHasDrained() {
        membership.settings = FakeMembership.settings(2);
        coordinator.beat();
        journal.clear();

        CompletableFuture<Void> left = coordinator.leave().toCompletableFuture();
        coordinator.beat();
        host.run(1).finishDraining();
        coordinator.beat();
        assertThat(left).isNotDone();
        host.run(0).finishDraining();
        coordinator.beat();

        assertThat(journal.lines())
                .containsExactly(
                        "wake",
                        "leave PT0S",
                        "drain 0",
                        "drain 1",
                        "renew {0=101, 1=102}",
                        "wake",
                        "renew {0=101}",
                        "release 1 of epoch 102",
                        "event: released 1 after PT0S",
                        "wake",
                        "release 0 of epoch 101",
                        "event: released 0 after PT0S");
        assertThat(left).isCompleted();
        assertThat(coordinator.status().registered()).isFalse();
    }

    @Test
    void hasLeftAtOnceWhenItHoldsNothing() {
        CompletableFuture<Void> left = coordinator.leave().toCompletableFuture();
        coordinator.beat();

        assertThat(left).isCompleted();
        assertThat(journal.of("join", "heartbeat")).isEmpty();
    }

    @Test
    void leavesOnlyOnceHoweverOftenItIsAsked() {
        coordinator.beat();
        coordinator.leave();
        coordinator.beat();
        coordinator.leave();
        coordinator.beat();

        assertThat(journal.of("leave")).hasSize(1);
        assertThat(journal.of("drain")).hasSize(4);
    }

    @Test
    void drainsEvenWhenItCannotTellRedisThatItLeaves() {
        coordinator.beat();
        journal.clear();
        membership.down = true;

        coordinator.leave();
        Duration next = coordinator.beat();

        assertThat(next).isEqualTo(RETRY);
        assertThat(journal.of("drain")).hasSize(4);
        membership.down = false;
        host.runs.forEach(FakeHost.Run::finishDraining);
        coordinator.beat();
        assertThat(journal.of("leave", "release")).hasSize(2 + 4);
        assertThat(coordinator.leave().toCompletableFuture()).isCompleted();
    }

    @Test
    void hasLeftWhenItsLastLeaseIsLostWhileItDrains() {
        membership.settings = FakeMembership.settings(1);
        coordinator.beat();
        CompletableFuture<Void> left = coordinator.leave().toCompletableFuture();
        coordinator.beat();
        leases.renewals.put(0, Leases.Renewal.LOST);

        coordinator.beat();

        assertThat(left).isCompleted();
        assertThat(host.run(0).abandoned).isTrue();
        assertThat(journal.of("release")).isEmpty();
    }

    @Test
    void hasLeftWhenItsLastLeaseCannotBeTrustedAnyMoreWhileItDrains() {
        membership.settings = FakeMembership.settings(1);
        coordinator.beat();
        CompletableFuture<Void> left = coordinator.leave().toCompletableFuture();
        coordinator.beat();
        leases.down = true;
        ticker.advance(TTL);
        coordinator.beat();
        assertThat(left).isNotDone();

        coordinator.distrust();
        leases.down = false;
        coordinator.beat();

        assertThat(left).isCompleted();
    }

    @Test
    void takesOverTheSharesOfOthersWhoseTargetFitsWithoutProposing() {
        membership.members.put("other", TTL);
        membership.retarget(Map.of("me", List.of(1, 2), "other", List.of(0, 3)));

        coordinator.beat();

        assertThat(coordinator.owned()).containsExactly(1, 2);
        assertThat(journal.of("propose")).isEmpty();
    }

    @Test
    void tellsTheTimeSinceItsLastBeatWhetherOrNotRedisAnswered() {
        coordinator.beat();
        ticker.advance(Duration.ofSeconds(3));
        assertThat(coordinator.status().sinceBeat()).isEqualTo(Duration.ofSeconds(3));

        membership.down = true;
        coordinator.beat();

        assertThat(coordinator.status().sinceBeat()).isZero();
    }
}
