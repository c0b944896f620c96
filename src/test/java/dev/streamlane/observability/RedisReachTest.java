package dev.streamlane.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.coordination.Heartbeats;
import dev.streamlane.testing.InMemoryTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A replica without processors. */
class RedisReachTest {
    private final Heartbeat heartbeat = Heartbeats.of(null, null);
    private final InMemoryTopics redis = new InMemoryTopics();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RedisReach reach = new RedisReach(heartbeat, redis, registry);

    @Test
    void g7_eachLookAtTheGaugeFindsOutAnewWhetherRedisAnswers() {
        assertThat(reachable()).isEqualTo(1);

        redis.down(true);
        assertThat(reachable()).isZero();

        redis.down(false);
        assertThat(reachable()).isEqualTo(1);
    }

    @Test
    void itAsksBeforeAnybodyLooks() {
        reach.onStart(new StartupEvent());

        assertThat(redis.reads()).isEqualTo(1);
    }

    @Test
    void readinessSaysWhatIsWrong() {
        redis.down(true);

        assertThat(reach.ask().await().indefinitely().orElseThrow()).startsWith("Redis does not answer: ");
    }

    @Test
    void nothingIsWrongWhereRedisAnswers() {
        assertThat(reach.ask().await().indefinitely()).isEqualTo(Optional.empty());
    }

    private double reachable() {
        return registry.get("streamlane.redis.reachable").gauge().value();
    }
}
