package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.execution.Outcome;
import dev.streamlane.streams.FakeLbs.State;
import dev.streamlane.streams.ServiceScene.Node;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ServiceMemberTest {
    private static final Duration TAKEOVER = ServiceScene.TTL.plus(Duration.ofMillis(700));

    private final ServiceScene scene = new ServiceScene(3);
    private final FakeLbs lbs = scene.lbs;

    @Test
    void takesWhatWaitsAndFinishesIt() {
        lbs.add("a");
        Node node = scene.node("one", 10);

        assertThat(node.running).containsOnlyKeys("a");
        assertThat(node.running.get("a").stream.claimed()).isFalse();
        assertThat(node.running.get("a").stream.attempt()).isEqualTo(1);
        node.returns("a");

        assertThat(lbs.done).containsExactly("a");
        assertThat(lbs.pending).isEmpty();
        assertThat(lbs.locks).isEmpty();
    }

    @Test
    void takesWhatIsAddedLater() {
        Node node = scene.node("one", 10);
        lbs.add("a");
        scene.loop.run();

        assertThat(node.running).containsOnlyKeys("a");
    }

    @Test
    void g8TakesNoMoreThanThereIsRoomForWhileOthersHaveRoom() {
        Node full = scene.node("full", 2);
        Node roomy = scene.node("roomy", 50);
        for (int i = 0; i < 30; i++) {
            lbs.add("s" + i);
        }
        scene.pass(Duration.ofSeconds(1));

        assertThat(full.started).hasSize(2);
        assertThat(roomy.started).hasSize(28);
        assertThat(full.member.held()).isEqualTo(2);
    }

    @Test
    void startsTheMostUrgentOfWhatItReadWhenNobodyHasRoom() {
        Node node = scene.node("one", 1);
        lbs.add("first");
        scene.loop.run();
        lbs.add("low", "low");
        lbs.add("normal", "normal");
        lbs.add("high", "HIGH");
        scene.loop.run();
        node.returns("first");
        node.returns("high");
        node.returns("normal");

        assertThat(node.started).containsExactly("first", "high", "normal", "low");
    }

    @Test
    void givesBackWhatItCannotStartWhenAnotherReplicaHasRoom() {
        Node full = scene.node("full", 1);
        for (int i = 0; i < 6; i++) {
            lbs.add("s" + i);
        }
        scene.loop.run();
        Node late = scene.node("late", 10);
        full.beat();
        scene.loop.run();

        assertThat(full.started).hasSize(1);
        assertThat(late.started).as("at once").hasSize(5);
        assertThat(late.running.values())
                .allSatisfy(running -> assertThat(running.stream.attempt()).isEqualTo(1));
    }

    @Test
    void G1_claimsTheStreamsOfADeadReplicaWithinTheBoundAndFromTheirCheckpoint() {
        Node dead = scene.node("dead", 10);
        lbs.add("a");
        scene.loop.run();
        Node heir = scene.node("heir", 10);
        dead.checkpoint("a", "5-1");
        long epoch = dead.running.get("a").stream.epoch();
        dead.kill();

        scene.pass(TAKEOVER);

        assertThat(heir.running).containsOnlyKeys("a");
        assertThat(heir.running.get("a").stream.claimedFrom()).hasValue("redis-consumer-dead");
        assertThat(heir.running.get("a").stream.checkpoint()).hasValue("5-1");
        assertThat(heir.running.get("a").stream.epoch()).isGreaterThan(epoch);
        assertThat(heir.running.get("a").stream.attempt()).isEqualTo(2);
    }

    @Test
    void keepsWhatItHasForAsLongAsItBeats() {
        Node owner = scene.node("owner", 10);
        lbs.add("a");
        scene.loop.run();
        Node other = scene.node("other", 10);

        scene.pass(Duration.ofMinutes(5));

        assertThat(other.started).isEmpty();
        assertThat(owner.started).containsExactly("a");
    }

    @Test
    void G2_disownsWhenTrustEndsAndItsReturnFinishesNothing() {
        Node cut = scene.node("cut", 10);
        lbs.add("a");
        scene.loop.run();
        Node heir = scene.node("heir", 10);
        cut.balancer.cut = true;

        for (int i = 0; i < 60; i++) {
            scene.pass(Duration.ofMillis(100));
        }

        ServiceScene.Running running = cut.running.get("a");
        assertThat(running.interrupted).isTrue();
        assertThat(running.stream.disowned()).isTrue();
        assertThat(heir.running).containsOnlyKeys("a");
        cut.balancer.cut = false;
        cut.returns("a");
        assertThat(lbs.done).isEmpty();
        heir.returns("a");
        assertThat(lbs.done).containsExactly("a");
    }

    @Test
    void G2_startsNothingWhoseClaimIsAnsweredWhenItsLockMayHaveRunOut() {
        Node frozen = scene.node("frozen", 10);
        frozen.balancer.claimsTake = TAKEOVER.plus(ServiceScene.TICK);
        lbs.add("a");
        scene.loop.run();
        frozen.balancer.cut = true;
        Node heir = scene.node("heir", 10);

        scene.pass(TAKEOVER);
        assertThat(heir.running).containsOnlyKeys("a");
        frozen.balancer.cut = false;
        scene.pass(TAKEOVER);

        assertThat(frozen.started).isEmpty();
        heir.returns("a");
        assertThat(lbs.done).containsExactly("a");
    }

    @Test
    void g1_givesOnWhatNobodyHasTakenWhenItsClaimIsAnsweredTooLate() {
        Node slow = scene.node("slow", 10);
        slow.balancer.claimsTake = ServiceScene.TTL;
        lbs.add("a");
        scene.loop.run();
        slow.balancer.claimsTake = Duration.ZERO;

        scene.pass(ServiceScene.TTL.plus(ServiceScene.TICK));

        assertThat(slow.running).containsOnlyKeys("a");
        assertThat(slow.running.get("a").stream.attempt()).isEqualTo(1);
    }

    @Test
    void G1_writesThatAStreamIsDoneWhenRedisComesBackAlsoAfterTrust() {
        Node node = scene.node("one", 10);
        lbs.add("a");
        scene.loop.run();
        lbs.down = true;
        node.returns("a");
        scene.pass(Duration.ofSeconds(20));
        lbs.down = false;
        scene.pass(Duration.ofSeconds(1));

        assertThat(lbs.done).containsExactly("a");
        assertThat(node.started).containsExactly("a");
    }

    @Test
    void G7_takesItsOwnStreamsUpAgainAfterRedisWasAway() {
        Node node = scene.node("one", 10);
        lbs.add("a");
        scene.loop.run();
        lbs.down = true;
        for (int i = 0; i < 60; i++) {
            scene.pass(Duration.ofMillis(100));
        }
        node.ends("a", new Outcome.Failed("interrupted"));
        lbs.down = false;
        scene.pass(ServiceScene.TICK.multipliedBy(2));

        assertThat(node.running).containsOnlyKeys("a");
        assertThat(node.running.get("a").stream.attempt()).isEqualTo(1);
    }

    @Test
    void triesAFailedStreamAgainAfterItsBackOff() {
        Node node = scene.node("one", 10);
        lbs.add("a");
        scene.loop.run();
        node.fails("a");
        scene.pass(Duration.ofMillis(900));
        assertThat(node.running).isEmpty();
        scene.pass(Duration.ofMillis(200));

        assertThat(node.running.get("a").stream.attempt()).isEqualTo(2);
    }

    @Test
    void G6_deadLettersAfterTheLastAttempt() {
        Node node = scene.node("one", 10);
        String id = lbs.add("a");
        scene.loop.run();
        for (int attempt = 1; attempt <= 3; attempt++) {
            node.fails("a");
            scene.pass(Duration.ofSeconds(10));
        }

        assertThat(node.started).hasSize(3);
        assertThat(lbs.dead).containsEntry(id, "3 boom");
        assertThat(lbs.pending).isEmpty();
    }

    @Test
    void aCheckpointFurtherOnCountsAttemptsAnew() {
        Node node = scene.node("one", 10);
        String id = lbs.add("a");
        scene.loop.run();
        for (int attempt = 1; attempt <= 6; attempt++) {
            node.checkpoint("a", attempt + "-0");
            node.fails("a");
            scene.pass(Duration.ofSeconds(10));
        }
        assertThat(lbs.dead).isEmpty();
        for (int attempt = 1; attempt <= 2; attempt++) {
            node.checkpoint("a", "6-0");
            node.fails("a");
            scene.pass(Duration.ofSeconds(10));
        }

        assertThat(lbs.dead).containsKey(id);
    }

    @Test
    void G6_deadLettersWhatLosesItsOwnersTooOften() {
        String id = lbs.add("killer");
        for (int i = 0; i < 3; i++) {
            Node victim = scene.node("victim", "life-" + i, 10);
            scene.pass(TAKEOVER);
            assertThat(victim.running).containsOnlyKeys("killer");
            victim.kill();
            scene.pass(Duration.ofSeconds(1));
        }
        Node last = scene.node("victim", "life-last", 10);
        scene.pass(TAKEOVER);

        assertThat(last.started).isEmpty();
        assertThat(lbs.dead.get(id)).startsWith("3 ");
    }

    @Test
    void deadLettersWhatCannotBeReadAndGoesOn() {
        String none = lbs.addText(null);
        String noJson = lbs.addText("{");
        String noName = lbs.addText("{\"Info\":{}}");
        lbs.add("good");
        Node node = scene.node("one", 10);

        assertThat(lbs.dead).containsOnlyKeys(none, noJson, noName);
        assertThat(lbs.dead.get(noName)).contains("DataStreamName");
        assertThat(node.running).containsOnlyKeys("good");
    }

    @Test
    void aDuplicateNameWaitsForTheFirst() {
        lbs.add("a");
        lbs.add("a");
        Node node = scene.node("one", 10);
        scene.pass(Duration.ofSeconds(10));
        assertThat(node.started).containsExactly("a");

        node.returns("a");
        scene.pass(ServiceScene.TICK);

        assertThat(node.started).containsExactly("a", "a");
    }

    @Test
    void G4_handsEverythingOverAtOnceWhenItLeaves() {
        Node leaver = scene.node("leaver", 10);
        lbs.add("a");
        lbs.add("b");
        scene.loop.run();
        Node heir = scene.node("heir", 10);
        CompletionStage<Void> left = leaver.leave();
        assertThat(leaver.running.get("a").interrupted).isTrue();
        assertThat(left.toCompletableFuture()).isNotDone();

        leaver.ends("a", new Outcome.Failed("interrupted"));
        scene.pass(Duration.ofMillis(50));
        assertThat(heir.running).containsOnlyKeys("a");
        assertThat(heir.running.get("a").stream.attempt()).isEqualTo(1);
        assertThat(heir.running.get("a").stream.claimedFrom()).hasValue("redis-consumer-leaver");

        scene.pass(Duration.ofMillis(500));
        assertThat(heir.running).containsOnlyKeys("a", "b");
        assertThat(left.toCompletableFuture()).isDone();
        assertThat(lbs.replicas).containsOnlyKeys("redis-consumer-heir");
    }

    @Test
    void whenItLeavesLetsGoAlsoWhatItHasTakenAndNotBegunSoThatForeignClientsHearOfIt() {
        Node leaver = scene.node("leaver", 1);
        lbs.add("a");
        lbs.add("b");
        lbs.add("c");
        scene.loop.run();
        assertThat(leaver.started).containsExactly("a");

        CompletionStage<Void> left = leaver.leave();
        leaver.returns("a");
        scene.pass(Duration.ofMillis(50));

        assertThat(leaver.started).containsExactly("a");
        assertThat(leaver.balancer.calls).contains("letGo a", "letGo b", "letGo c");
        assertThat(left.toCompletableFuture()).isDone();
        assertThat(lbs.pending.values()).hasSize(3).allSatisfy(entry -> assertThat(entry.owner)
                .isEqualTo(LoadBalancer.NOBODY));
    }

    @Test
    void takesNothingMoreWhenItLeaves() {
        Node leaver = scene.node("leaver", 10);
        leaver.leave();
        lbs.add("a");
        scene.pass(Duration.ofMinutes(1));

        assertThat(leaver.started).isEmpty();
        assertThat(lbs.waiting).hasSize(1);
    }

    @Test
    void isSupersededByANewIncarnationWhichTakesItsStreamsAtOnce() {
        Node old = scene.node("same", "old", 10);
        lbs.add("a");
        scene.loop.run();
        Node fresh = scene.node("same", "new", 10);
        scene.pass(ServiceScene.TICK);

        assertThat(old.running.get("a").stream.disowned()).isTrue();
        assertThat(fresh.running).containsOnlyKeys("a");
        assertThat(fresh.running.get("a").stream.attempt()).isEqualTo(2);
        assertThat(old.member.phase()).isEqualTo(ServiceMember.Phase.SUPERSEDED);
    }

    @Test
    void aForeignClientThatLocksSlowlyIsNotRobbed() {
        String id = lbs.add("a");
        lbs.deliver(id, "redis-consumer-go");
        Node node = scene.node("one", 10);
        scene.pass(Duration.ofSeconds(38));
        assertThat(node.started).isEmpty();

        scene.pass(Duration.ofSeconds(5));

        assertThat(node.started).containsExactly("a");
    }

    @Test
    void aForeignClientThatDiedIsInheritedOnceItsLockWasAbsentTwice() {
        String id = lbs.add("a");
        lbs.deliver(id, "redis-consumer-go");
        lbs.lock("a", id, "redis-consumer-go", Duration.ofSeconds(2));
        Node node = scene.node("one", 10);
        for (int i = 0; i < 10; i++) {
            scene.pass(Duration.ofSeconds(1));
            lbs.lock("a", id, "redis-consumer-go", Duration.ofSeconds(2));
        }
        assertThat(node.started).isEmpty();

        scene.pass(Duration.ofSeconds(4));

        assertThat(node.running.get("a").stream.claimedFrom()).hasValue("redis-consumer-go");
    }

    @Test
    void claimsNoMoreThanItHasRoomFor() {
        for (int i = 0; i < 20; i++) {
            lbs.deliver(lbs.add("s" + i), "redis-consumer-go");
        }
        Node node = scene.node("one", 5);
        scene.pass(Duration.ofSeconds(60));

        assertThat(node.started).hasSize(5);
        List.copyOf(node.running.keySet()).forEach(node::returns);
        scene.pass(Duration.ofSeconds(3));
        assertThat(node.started).hasSize(10);
    }

    @Test
    void whatIsClaimedGoesBeforeWhatIsNew() {
        Node node = scene.node("one", 1);
        lbs.add("running");
        scene.loop.run();
        String id = lbs.add("orphan");
        lbs.deliver(id, LoadBalancer.NOBODY);
        lbs.states.put(id, new State(1, "", 0, null, "redis-consumer-gone"));
        for (int i = 0; i < 20; i++) {
            lbs.add("new" + i);
        }
        for (int i = 0; i < 12 && !node.started.contains("orphan"); i++) {
            node.returns(node.running.keySet().iterator().next());
            scene.pass(Duration.ofMillis(500));
        }

        assertThat(node.started).contains("orphan");
    }

    @Test
    void leavesAlsoWhileItTakes() {
        Node leaver = scene.node("leaver", 10);
        leaver.balancer.whileTaking = leaver.member::leave;
        lbs.add("a");
        scene.pass(Duration.ofMillis(100));
        CompletionStage<Void> left = leaver.leave();

        assertThat(left.toCompletableFuture()).isDone();
        assertThat(lbs.pending.values())
                .allSatisfy(entry -> assertThat(entry.owner).isEqualTo(LoadBalancer.NOBODY));
    }

    @Test
    void chargesNothingToWhatADeadReplicaHadOnlyTaken() {
        Node dead = scene.node("dead", 1);
        for (int i = 0; i < 5; i++) {
            lbs.add("s" + i);
        }
        scene.loop.run();
        dead.kill();
        Node heir = scene.node("heir", 10);
        scene.pass(TAKEOVER.plus(TAKEOVER));

        assertThat(heir.started).hasSize(5);
        assertThat(heir.running.values())
                .extracting(running -> running.stream.attempt())
                .containsExactlyInAnyOrder(2, 1, 1, 1, 1);
    }

    @Test
    void G6_aStreamThatKillsItsProcessTakesNoneOfItsNeighboursAlong() {
        String killer = lbs.add("killer");
        for (int i = 0; i < 4; i++) {
            lbs.add("neighbour" + i);
        }
        for (int life = 0; life < 12 && !lbs.dead.containsKey(killer); life++) {
            Node victim = scene.node("victim", "life-" + life, 10);
            for (int i = 0; i < 20 && !victim.running.containsKey("killer"); i++) {
                scene.pass(Duration.ofMillis(500));
                List.copyOf(victim.running.keySet()).stream()
                        .filter(name -> !name.equals("killer")
                                && victim.running.get(name).stream.attempt() == 3)
                        .forEach(victim::returns);
            }
            victim.kill();
            scene.pass(Duration.ofSeconds(6));
        }

        assertThat(lbs.dead).containsOnlyKeys(killer);
    }

    @Test
    void isNotHeldUpByAStreamOnItsLastAttemptThatRunsForLong() {
        for (int i = 0; i < 2; i++) {
            String id = lbs.add("suspect" + i);
            lbs.deliver(id, LoadBalancer.NOBODY);
            lbs.states.put(id, new State(1, "", 2, null, "redis-consumer-gone"));
        }
        Node node = scene.node("one", 10);
        scene.pass(Duration.ofSeconds(30));
        assertThat(node.started).containsExactly("suspect0");

        scene.pass(Duration.ofSeconds(35));

        assertThat(node.started).containsExactly("suspect0", "suspect1");
    }

    @Test
    void isNotHeldUpByAnEntryOnItsLastAttemptThatCannotBeRead() {
        String unreadable = lbs.addText("nonsense");
        for (String id : List.of(unreadable, lbs.add("suspect"))) {
            lbs.deliver(id, LoadBalancer.NOBODY);
            lbs.states.put(id, new State(1, "", 2, null, "redis-consumer-gone"));
        }
        Node node = scene.node("one", 10);
        scene.pass(ServiceScene.TICK);

        assertThat(lbs.dead).containsOnlyKeys(unreadable);
        assertThat(node.started).containsExactly("suspect");
    }

    @Test
    void duplicatesThatWaitHoldNobodyElseUp() {
        scene.node("peer", 10);
        scene.node("other", 10);
        for (int i = 0; i < 12; i++) {
            lbs.add("same");
        }
        scene.pass(Duration.ofSeconds(5));
        Node late = scene.node("late", 10);
        String id = lbs.add("orphan", "low");
        lbs.deliver(id, LoadBalancer.NOBODY);
        scene.pass(Duration.ofSeconds(5));

        assertThat(lbs.pending.get(id).owner).startsWith("redis-consumer-");
        assertThat(late.balancer.calls.stream()
                        .filter(call -> call.startsWith("beat"))
                        .count())
                .as("beats in five seconds")
                .isLessThan(30);
    }

    @Test
    void keepsAStreamThatIsDeliveredToItAgain() {
        Node node = scene.node("one", 10);
        String id = lbs.add("a");
        scene.loop.run();
        lbs.waiting.put(id, lbs.pending.get(id).text);
        scene.pass(Duration.ofSeconds(6));

        assertThat(node.running.get("a").stream.disowned()).isFalse();
        assertThat(lbs.pending.get(id).owner).isEqualTo("redis-consumer-one");
    }
}
