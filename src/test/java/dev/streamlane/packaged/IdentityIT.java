package dev.streamlane.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who replicas are, by the environment they start in. */
class IdentityIT {
    private static final Duration TTL = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void threeReplicasOnOneHostWithoutAnyNameShareThePartitions() {
        try (Cluster cluster = new Cluster("identity-none", 6, TTL, Map.of())) {
            List.of("a", "b", "c").forEach(name -> cluster.launch(name, Map.of()));
            cluster.alive().forEach(Replica::awaitReady);

            await("three consumers own two partitions each").atMost(LIMIT).until(() -> {
                List<String> owners = List.copyOf(cluster.owners().values());
                return owners.size() == 6 && new HashSet<>(owners).size() == 3;
            });
        }
    }

    @Test
    void theOlderOfTwoReplicasWithOneNameGoesUnreadySaysSoAndDoesNotRegisterAgainG2() {
        try (Cluster cluster = new Cluster("identity-twice", 4, TTL, Map.of())) {
            Replica older = cluster.start("same").get(0);
            Replica newer = cluster.launch("same").awaitReady();

            await("the older one is unready").atMost(LIMIT).until(() -> older.readiness() == 503);
            assertThat(older.log()).contains("Consumer id same is used twice");
            assertThat(older.liveness()).isEqualTo(200);
            assertThat(newer.ready()).isTrue();

            newer.kill();
            await("nobody is registered")
                    .atMost(LIMIT)
                    .until(() -> cluster.client().call("GET", "redisaq:worker:ledger:streamlane:same") == null);
            cluster.start("other");
            assertThat(older.readiness()).isEqualTo(503);
            assertThat(older.log()).containsOnlyOnce("registered for topic");
        }
    }
}
