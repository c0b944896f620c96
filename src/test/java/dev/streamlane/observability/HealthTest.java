package dev.streamlane.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.coordination.Beating;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.CoordinationEvents;
import dev.streamlane.coordination.CoordinationSettings;
import dev.streamlane.coordination.CoordinatorFactory;
import dev.streamlane.coordination.Heartbeat;
import dev.streamlane.coordination.Heartbeats;
import dev.streamlane.testing.InMemoryTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What probes are told of a replica that takes part in a group and serves a stream service. */
class HealthTest {
    private static final Consumer ME = new Consumer("consumer_1", "1", "host");
    private static final Duration GROUP_TTL = Duration.ofSeconds(10);
    private static final Duration LOCK_TTL = Duration.ofSeconds(4);

    private final Heartbeat heartbeat = Heartbeats.of(
            new CoordinatorFactory(
                    ME,
                    null,
                    null,
                    new CoordinationSettings(Duration.ofSeconds(5), GROUP_TTL, Duration.ZERO),
                    CoordinationEvents.NONE,
                    () -> 0),
            null);
    private final Stopping stopping = new Stopping();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RedisReach reach = new RedisReach(heartbeat, new InMemoryTopics(), registry);
    private final Part group = new Part("send_email/email_group", GROUP_TTL, "[0, 1]");
    private final Part service = new Part("load-balance-demo", LOCK_TTL, "3 streams");

    HealthTest() {
        keepAlive(group);
        keepAlive(service);
    }

    @AfterEach
    void stop() {
        heartbeat.leave(Duration.ZERO);
    }

    @Test
    void readinessSaysWhatIsOwnedInGroupsAndHeldForServices() {
        HealthCheckResponse ready = ready();

        assertThat(ready.getStatus()).isEqualTo(Status.UP);
        assertThat(data(ready))
                .isEqualTo(Map.of(
                        "consumer",
                        "consumer_1",
                        "send_email/email_group",
                        "[0, 1]",
                        "load-balance-demo",
                        "3 streams"));
    }

    @Test
    void readinessSaysWhichPartHasAProblem() {
        service.registered = false;

        HealthCheckResponse ready = ready();

        assertThat(ready.getStatus()).isEqualTo(Status.DOWN);
        assertThat(data(ready))
                .containsEntry("problem of load-balance-demo", "not registered")
                .doesNotContainKey("problem of send_email/email_group");
    }

    @Test
    void g7AServiceWithoutRedisIsLiveButNotReady() {
        service.connected = false;

        assertThat(ready().getStatus()).isEqualTo(Status.DOWN);
        assertThat(live().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void redisIsReachableIfItAnsweredAllLastBeats() {
        assertThat(reachable()).isEqualTo(1);

        service.connected = false;
        assertThat(reachable()).isZero();
    }

    @Test
    void aServiceIsLiveForTwoTtlsOfItsLocks() {
        service.sinceBeat = LOCK_TTL.multipliedBy(2);
        assertThat(live().getStatus()).isEqualTo(Status.UP);

        service.sinceBeat = LOCK_TTL.multipliedBy(2).plusMillis(1);
        assertThat(live().getStatus()).isEqualTo(Status.DOWN);
        assertThat(data(live()))
                .isEqualTo(Map.of(
                        "send_email/email_group", "last beat 0 ms ago", "load-balance-demo", "last beat 8001 ms ago"));
    }

    @Test
    void aGroupIsLiveForTwoTtlsOfItsLeases() {
        group.sinceBeat = GROUP_TTL.multipliedBy(2);

        assertThat(live().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aServiceWhoseNameAnotherProcessTookIsLiveButNotReady() {
        service.registered = false;
        service.superseded = true;

        assertThat(ready().getStatus()).isEqualTo(Status.DOWN);
        assertThat(live().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void theReplicaHasStartedWhenGroupAndServiceHaveBeaten() {
        service.begun = false;
        assertThat(answer(new FirstBeatDone(heartbeat)).getStatus()).isEqualTo(Status.DOWN);
        assertThat(data(ready())).containsEntry("problem of load-balance-demo", "the first beat is not done yet");

        service.begun = true;
        assertThat(answer(new FirstBeatDone(heartbeat)).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aReplicaThatStopsIsNotReadyAndLivesThoughItBeatsNoMore() {
        stopping.begin(new ShutdownEvent());
        service.sinceBeat = Duration.ofMinutes(1);

        assertThat(data(ready())).containsEntry("problem", "stopping");
        assertThat(live().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aServiceCalledConsumerDoesNotHideWhoTheReplicaIs() {
        keepAlive(new Part("consumer", LOCK_TTL, "0 streams"));

        assertThat(data(ready())).containsEntry("consumer", "consumer_1");
    }

    private void keepAlive(Part part) {
        heartbeat.keepAlive(part.name, listener -> () -> {}, wake -> part);
        await().until(() -> part.beaten);
    }

    private HealthCheckResponse ready() {
        return answer(new MembershipsReady(heartbeat, reach, stopping, ME));
    }

    private double reachable() {
        return registry.get("streamlane.redis.reachable").gauge().value();
    }

    private HealthCheckResponse live() {
        return answer(new BeatsLive(heartbeat, stopping));
    }

    private static HealthCheckResponse answer(AsyncHealthCheck check) {
        return check.call().await().indefinitely();
    }

    private static Map<String, Object> data(HealthCheckResponse response) {
        return response.getData().orElseThrow();
    }

    /** Stands as the test says. */
    private static final class Part implements Beating {
        private final String name;
        private final Duration ttl;
        private final String owned;
        private volatile boolean beaten;
        private boolean begun = true;
        private boolean registered = true;
        private boolean superseded;
        private boolean connected = true;
        private Duration sinceBeat = Duration.ZERO;

        Part(String name, Duration ttl, String owned) {
            this.name = name;
            this.ttl = ttl;
            this.owned = owned;
        }

        @Override
        public Duration beat() {
            beaten = true;
            return Duration.ofHours(1);
        }

        @Override
        public Duration distrust() {
            return Duration.ofHours(1);
        }

        @Override
        public CompletionStage<Void> leave() {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public Status status() {
            return new Status(name, begun, registered, superseded, connected, sinceBeat, ttl, owned);
        }
    }
}
