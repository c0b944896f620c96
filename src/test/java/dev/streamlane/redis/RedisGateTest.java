package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.testing.Scene;
import dev.streamlane.testing.Signal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of gates when Redis does not answer in time. */
class RedisGateTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture(
            new RedisFixture.Settings(Duration.ofMillis(400), Duration.ofSeconds(1), 256, Duration.ofMillis(20)));

    @Test
    void adoptionsThatAreNotAnsweredLeaveNoGateBehindWhenOneIs() {
        Scene scene = new Scene(REDIS);
        PartitionLog log = scene.hold(ANN, LONG);
        String before = gate();
        REDIS.signal(Signal.STOP);
        assertThat(log.adopt("0-0", 5).toCompletableFuture()).failsWithin(LONG);
        assertThat(log.adopt("0-0", 5).toCompletableFuture()).failsWithin(LONG);
        REDIS.signal(Signal.CONT);
        await().until(() -> !gate().equals(before));

        await().ignoreExceptions().until(() -> Scene.adoptAll(log).isEmpty());

        assertThat(REDIS.run("KEYS", "*:gate:*")).hasSize(1);
        List<String> ids = scene.enqueue("a");
        assertThat(Scene.ids(Scene.read(log, 1))).isEqualTo(ids);
    }

    private static String gate() {
        return REDIS.text("HGET", REDIS.keys().lease(GROUP, 0), "gate");
    }
}
