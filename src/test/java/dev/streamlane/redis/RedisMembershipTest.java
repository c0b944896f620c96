package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.BOB;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.coordination.Beat;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.impl.ZModem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisMembershipTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final String WORKER = "redisaq:worker:send_email:email_group:ann";

    @Test
    void theDocumentedHeartbeatKeyLivesAsLongAsTheMember() {
        REDIS.membership().heartbeat(GROUP, ANN, true, LONG, List.of(3, 1));

        JsonObject shown = new JsonObject(REDIS.text("GET", WORKER));
        assertThat(shown.getJsonArray("owned")).isEqualTo(new JsonArray(List.of(1, 3)));
        assertThat(shown.getString("host")).isEqualTo("host-a");
        assertThat(Instant.parse(shown.getString("since"))).isNotNull();
        assertThat(REDIS.number("PTTL", WORKER)).isBetween(1L, LONG.toMillis());
    }

    @Test
    void theHeartbeatKeyGoesWithTheMember() {
        REDIS.membership().heartbeat(GROUP, ANN, true, LONG, List.of());

        REDIS.membership().leave(GROUP, ANN, Duration.ZERO);

        assertThat(REDIS.number("EXISTS", WORKER)).isZero();
    }

    @Test
    void aDeadlineThatAClockLeftFarInTheFutureIsCutBackToTheMembersOwnTtl() {
        REDIS.membership().heartbeat(GROUP, ANN, true, SHORT, List.of());
        long far = REDIS.time() + Duration.ofDays(1).toMillis();
        REDIS.run("HSET", REDIS.keys().members(GROUP), "ann", "ann-1 " + far + " " + SHORT.toMillis());

        assertThat(beat().members().get("ann")).isLessThanOrEqualTo(SHORT);

        REDIS.advance(SHORT);
        assertThat(beat().members()).containsOnlyKeys("bob");
    }

    @Test
    void aMemberThatCannotBeReadIsDropped() {
        REDIS.run("HSET", REDIS.keys().members(GROUP), "ann", "nonsense");

        assertThat(beat().members()).containsOnlyKeys("bob");
        assertThat(REDIS.run("HKEYS", REDIS.keys().members(GROUP)).toString()).isEqualTo("[bob]");
    }

    @Test
    void whatATopicHasSharesOneSlot() {
        assertThat(List.of(
                        REDIS.keys().members(GROUP),
                        REDIS.keys().target(GROUP),
                        REDIS.keys().settings("send_email"),
                        REDIS.keys().groups("send_email")))
                .allMatch(key -> slot(key) == slot("redisaq:{send_email}:"));
    }

    @Test
    void whatAPartitionHasSharesOneSlotWithItsStream() {
        assertThat(List.of(
                        REDIS.keys().lease(GROUP, 7),
                        REDIS.keys().attempts(GROUP, 7),
                        REDIS.keys().outbox(GROUP, 7)))
                .allMatch(key -> slot(key) == slot("redisaq:send_email:7"));
    }

    private static Beat beat() {
        return REDIS.membership().heartbeat(GROUP, BOB, true, LONG, List.of());
    }

    private static int slot(String key) {
        return ZModem.generate(key);
    }
}
