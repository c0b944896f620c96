package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.BOB;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.consumer.PartitionLog.DeadLetter;
import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.consumer.PartitionLog.StepReply;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.testing.Scene;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever is not the holder changes nothing in Redis, whichever half of the fence gives it away. */
class RedisFencingTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final RedisKeys KEYS = REDIS.keys();
    private static final String STREAM = KEYS.stream(TOPIC, 0);

    private List<String> ids;
    private long epoch;
    private PartitionLog log;
    private String before;

    @BeforeEach
    void givenAHolderAtWork() {
        Scene scene = new Scene(REDIS);
        ids = scene.enqueue("a", "b", "c");
        epoch = scene.acquire(ANN, LONG).epoch();
        log = scene.open(ANN, epoch);
        Scene.read(log, 2);
        Scene.taken(log, new Step(List.of(), Map.of(ids.get(1), 1), ids.subList(0, 1), null, List.of(), 0));
        before = state();
    }

    @Test
    void g2_aStaleStepWritesNothing() {
        Step step = new Step(ids.subList(0, 1), Map.of(ids.get(1), 9), ids.subList(1, 2), null, ids.subList(1, 2), 5);

        for (PartitionLog stale : strangers()) {
            assertThat(get(stale.step(step))).isInstanceOf(StepReply.Lost.class);
        }

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void g2_aStaleAdoptionWritesNothing() {
        for (PartitionLog stale : strangers()) {
            assertThat(get(stale.adopt("0-0", 5))).isInstanceOf(PartitionLog.AdoptReply.Lost.class);
        }

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void g2_aStaleBurialWritesNothing() {
        for (PartitionLog stale : strangers()) {
            assertThat(get(stale.bury(new DeadLetter(ids.get(0), 5, "boom")))).isFalse();
        }

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void g2_aStaleRenewalWritesNothing() {
        assertThat(REDIS.leases().renew(GROUP, Map.of(0, epoch - 1), ANN, LONG)).containsValue(Renewal.LOST);
        assertThat(REDIS.leases().renew(GROUP, Map.of(0, epoch), BOB, LONG)).containsValue(Renewal.LOST);
        assertThat(REDIS.leases().renew(GROUP, Map.of(0, epoch), Scene.reborn(ANN), LONG))
                .containsValue(Renewal.LOST);

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void g2_aStaleReleaseWritesNothing() {
        REDIS.leases().release(GROUP, 0, ANN, epoch - 1);
        REDIS.leases().release(GROUP, 0, BOB, epoch);
        REDIS.leases().release(GROUP, 0, Scene.reborn(ANN), epoch);

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void g2_aStepThatWasOvertakenWritesNothing() {
        REDIS.call(Script.STEP, keys(), "email_group", "ann", "ann-1", epoch + "", "7", "", "0", "0");
        String later = state();

        Code late = REDIS.call(
                Script.STEP, keys(), "email_group", "ann", "ann-1", epoch + "", "6", "1-1", "1", "0", ids.get(0));

        assertThat(late).isEqualTo(Code.STALE);
        assertThat(state()).isEqualTo(later);
    }

    @Test
    void aStepThatWasOvertakenCostsNobodyTheConnection() {
        REDIS.run("HSET", KEYS.lease(GROUP, 0), "number", "1000");
        int connects = REDIS.connects();

        assertThat(log.step(Scene.step(List.of(), 0)).toCompletableFuture()).failsWithin(LONG);

        assertThat(get(REDIS.lanes().consumption().send(Request.cmd(Command.PING)))
                        .toString())
                .isEqualTo("PONG");
        assertThat(REDIS.connects()).isEqualTo(connects);
    }

    @Test
    void g2_anAdoptionThatWasOvertakenWritesNothing() {
        REDIS.call(Script.STEP, keys(), "email_group", "ann", "ann-1", epoch + "", "7", "", "0", "0");
        String later = state();

        List<String> all = new ArrayList<>(keys());
        all.add("next gate");
        all.add("last gate");
        Code late = REDIS.call(Script.ADOPT, all, "email_group", "other", "ann-1", epoch + "", "7", "next", "0-0", "5");

        assertThat(late).isEqualTo(Code.STALE);
        assertThat(state()).isEqualTo(later);
    }

    @Test
    void g2_aReadThatComesAfterTheNextOwnerTookThePartitionTakesNothing() {
        REDIS.run("HSET", KEYS.lease(GROUP, 0), "deadline", "0");
        new Scene(REDIS).acquire(BOB, LONG);
        String after = state();

        assertThat(get(log.step(Scene.step(List.of(), 5)))).isInstanceOf(StepReply.Lost.class);

        assertThat(state()).isEqualTo(after);
    }

    @Test
    void g2_aReadThatWasOvertakenByAnAdoptionTakesNothing() {
        String gate = KEYS.gate(
                GROUP, 0, REDIS.run("HGET", KEYS.lease(GROUP, 0), "gate").toString());
        Scene.readable(log);
        String after = state();

        assertThatThrownBy(
                        () -> REDIS.run("XREADGROUP", "GROUP", "email_group", "ann", "STREAMS", gate, STREAM, ">", ">"))
                .hasMessageContaining("NOGROUP");

        assertThat(state()).isEqualTo(after);
    }

    /** The same consumer under an old epoch, another one, and the same id in another life. */
    private List<PartitionLog> strangers() {
        Scene scene = new Scene(REDIS);
        return List.of(scene.open(ANN, epoch - 1), scene.open(BOB, epoch), scene.open(Scene.reborn(ANN), epoch));
    }

    private static List<String> keys() {
        return List.of(STREAM, KEYS.lease(GROUP, 0), KEYS.attempts(GROUP, 0));
    }

    private static String state() {
        return REDIS.run("HGETALL", KEYS.lease(GROUP, 0))
                + " " + REDIS.run("HGETALL", KEYS.attempts(GROUP, 0))
                + " " + REDIS.run("XINFO", "GROUPS", STREAM)
                + " " + pending()
                + " " + REDIS.run("XLEN", STREAM)
                + " " + REDIS.run("KEYS", "*");
    }

    /** Without the idle time, which goes on by itself. */
    private static String pending() {
        StringBuilder all = new StringBuilder();
        REDIS.run("XPENDING", STREAM, GROUP.group(), "-", "+", 100).forEach(row -> all.append(row.get(0))
                .append(row.get(1))
                .append(row.get(3))
                .append(';'));
        return all.toString();
    }
}
