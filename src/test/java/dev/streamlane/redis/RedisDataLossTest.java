package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.BOB;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.consumer.PartitionLog.AdoptReply;
import dev.streamlane.consumer.PartitionLog.Pending;
import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.consumer.PartitionLog.StepReply;
import dev.streamlane.coordination.Beat;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.coordination.Membership;
import dev.streamlane.partition.Assignment;
import dev.streamlane.testing.Scene;
import dev.streamlane.topic.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of everybody when Redis loses data, as a whole or in part. */
class RedisDataLossTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final String STREAM = REDIS.keys().stream(TOPIC, 0);
    private static final Assignment TO_ANN = new Assignment(new TreeMap<>(Map.of("ann", List.of(0, 1, 2, 3))));

    private final Scene scene = new Scene(REDIS);
    private List<String> ids;
    private long epoch;
    private PartitionLog log;

    @BeforeEach
    void givenAHolderAtWork() {
        ids = scene.enqueue("a", "b", "c");
        epoch = scene.acquire(ANN, LONG).epoch();
        log = scene.open(ANN, epoch);
        Scene.read(log, 2);
    }

    @Test
    void g7_afterAFlushTheHolderHasLostItsLease() {
        REDIS.run("FLUSHALL");

        assertLost();
    }

    @Test
    void g7_epochsDoNotFallThoughTheirRecordIsLost() {
        REDIS.run("FLUSHALL");

        assertThat(scene.acquire(BOB, LONG).epoch()).isGreaterThan(epoch);
    }

    @Test
    void g7_epochsDoNotFallThoughTheClockIsSetBack() {
        long ahead = REDIS.time() + 1_000_000;
        REDIS.run("HSET", REDIS.keys().lease(GROUP, 0), "epoch", ahead);

        assertThat(scene.acquire(ANN, LONG).epoch()).isEqualTo(ahead + 1);
    }

    @Test
    void g7_afterAFlushEverythingBeginsAnew() {
        REDIS.run("FLUSHALL");

        List<String> fresh = scene.enqueue("d");
        PartitionLog successor = scene.hold(ANN, LONG);

        assertThat(Scene.ids(Scene.read(successor, 10))).isEqualTo(fresh);
    }

    @Test
    void g7_aMemberIsBackWithTheBeatAfterAFlush() {
        Membership membership = REDIS.membership();
        membership.heartbeat(GROUP, ANN, true, LONG, List.of());
        REDIS.run("FLUSHALL");

        Beat beat = membership.heartbeat(GROUP, ANN, false, LONG, List.of());

        assertThat(beat.superseded()).isFalse();
        assertThat(beat.settings()).isNull();
        assertThat(beat.generation()).isEmpty();
        assertThat(beat.members()).containsOnlyKeys("ann");
        assertThat(REDIS.run("SMEMBERS", REDIS.keys().groups(TOPIC)).toString()).isEqualTo("[email_group]");
    }

    @Test
    void g7_aGenerationFromBeforeAFlushDoesNotComeAgain() {
        Membership membership = REDIS.membership();
        membership.propose(GROUP, "", TO_ANN);
        String before = membership.heartbeat(GROUP, ANN, true, LONG, List.of()).generation();
        REDIS.run("FLUSHALL");

        assertThat(membership.propose(GROUP, before, TO_ANN)).isFalse();
        assertThat(membership.propose(GROUP, "", TO_ANN)).isTrue();
        assertThat(membership.heartbeat(GROUP, ANN, false, LONG, List.of()).generation())
                .isNotEqualTo(before);
    }

    @Test
    void g7_aTopicIsCreatedAgainThoughOnlyItsNameWasLost() {
        get(REDIS.topics().ensure(TOPIC, SETTINGS, 10));
        REDIS.run("DEL", REDIS.keys().topics());

        get(REDIS.topics().ensure(TOPIC, SETTINGS, 10));

        assertThat(get(REDIS.topics().names())).containsExactly(TOPIC);
    }

    @Test
    void g7_withoutItsGroupTheLeaseIsLostAndAcquiringMakesTheGroupAgain() {
        REDIS.run("XGROUP", "DESTROY", STREAM, GROUP.group());
        assertLost();

        assertThat(Scene.ids(Scene.read(scene.hold(ANN, LONG), 10))).isEqualTo(ids);
    }

    @Test
    void aGroupThatIsMadeAgainForgetsTheAttemptsOfItsFormerLife() {
        Scene.taken(log, new Step(List.of(), Map.of(ids.get(0), 4), List.of(), null, List.of(), 0));
        REDIS.run("XGROUP", "DESTROY", STREAM, GROUP.group());

        PartitionLog successor = scene.hold(ANN, LONG);
        Scene.read(successor, 10);

        assertThat(Scene.adoptAll(successor)).extracting(Pending::attempts).containsOnly(0);
    }

    @Test
    void withoutItsStreamTheLeaseIsLost() {
        REDIS.run("DEL", STREAM);

        assertLost();
    }

    @Test
    void withSomethingElseInPlaceOfItsStreamTheLeaseIsLostAndNoOtherIsGiven() {
        REDIS.run("SET", STREAM, "not a stream");

        assertLost();
        assertThatThrownBy(() -> scene.acquire(ANN, LONG))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("WRONGTYPE");
    }

    @Test
    void pendingEntriesWhoseBodiesAreGoneAreAcknowledgedWhenAdopted() {
        Scene.taken(log, new Step(List.of(), Map.of(ids.get(0), 1, ids.get(1), 1), List.of(), null, List.of(), 0));
        REDIS.run("XTRIM", STREAM, "MINID", ids.get(1));

        List<Pending> pending = Scene.adoptAll(log);

        assertThat(pending).extracting(entry -> entry.entry().id()).containsExactly(ids.get(1));
        assertThat(REDIS.run("XPENDING", STREAM, GROUP.group()).get(0).toInteger())
                .isEqualTo(1);
        assertThat(REDIS.run("HKEYS", REDIS.keys().attempts(GROUP, 0)).toString())
                .isEqualTo("[" + ids.get(1) + "]");
    }

    @Test
    void aJobWhoseBodyIsGoneWhenItIsToRunIsAcknowledged() {
        REDIS.run("XDEL", STREAM, ids.get(0));

        StepReply.Taken taken =
                Scene.taken(log, new Step(List.of(), Map.of(), ids.subList(0, 2), null, ids.subList(0, 2), 0));

        assertThat(Scene.ids(taken.bodies())).containsExactly(ids.get(1));
        assertThat(REDIS.run("XPENDING", STREAM, GROUP.group()).get(0).toInteger())
                .isEqualTo(1);
    }

    @Test
    void g7_everyCallSurvivesALostScriptCache() {
        REDIS.run("SCRIPT", "FLUSH");
        Scene.taken(log, Scene.step(ids.subList(0, 1), 1));
        REDIS.run("SCRIPT", "FLUSH");
        assertThat(Scene.adoptAll(log)).hasSize(2);
        REDIS.run("SCRIPT", "FLUSH");
        assertThat(renew()).extracting(Renewal::status).isEqualTo(Renewal.Status.RENEWED);
        REDIS.run("SCRIPT", "FLUSH");
        assertThat(REDIS.membership()
                        .heartbeat(GROUP, ANN, true, LONG, List.of())
                        .superseded())
                .isFalse();
        REDIS.run("SCRIPT", "FLUSH");
        assertThat(scene.enqueue("d")).hasSize(1);
    }

    @Test
    void g7_anEmptyServerInPlaceOfTheOldOneIsUsedAtOnce() {
        REDIS.server().restartEmpty();

        List<String> fresh = await().ignoreException(StoreUnavailableException.class)
                .until(() -> scene.enqueue("d"), written -> true);
        PartitionLog successor = await().ignoreException(StoreUnavailableException.class)
                .until(() -> scene.hold(ANN, LONG), taken -> true);

        assertThat(Scene.ids(await().ignoreException(StoreUnavailableException.class)
                        .until(() -> Scene.read(successor, 10), read -> true)))
                .isEqualTo(fresh);
    }

    private void assertLost() {
        assertThat(get(log.step(Scene.step(ids.subList(0, 1), 1)))).isInstanceOf(StepReply.Lost.class);
        assertThat(get(log.adopt("0-0", 10))).isInstanceOf(AdoptReply.Lost.class);
        assertThat(renew()).isEqualTo(Renewal.LOST);
        assertThat(Stream.of(REDIS.keys().attempts(GROUP, 0), REDIS.keys().outbox(GROUP, 0)))
                .allMatch(key -> REDIS.number("EXISTS", key) == 0);
    }

    private Renewal renew() {
        return REDIS.leases().renew(GROUP, Map.of(0, epoch), ANN, LONG).get(0);
    }
}
