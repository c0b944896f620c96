package dev.streamlane.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.coordination.Beating.Status;
import dev.streamlane.execution.RetryPolicy;
import dev.streamlane.testing.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What the heartbeat, and by it health, gets to know of a stream service. */
class ServiceCoordinatorTest {
    /** Short, because one test really waits for twice as long. */
    private static final Duration TTL = Duration.ofMillis(50);

    private final ManualLoop loop = new ManualLoop();
    private final FakeLbs lbs = new FakeLbs(loop);
    private final FakeBalancer balancer = lbs.view("redis-consumer-a", "a-1", TTL);
    private final List<String> events = new ArrayList<>();
    private Executor thread = task -> {
        loop.execute(task);
        loop.run();
    };
    private final ServiceCoordinator coordinator = coordinator();

    @Test
    void hasNotBegunBeforeItsFirstBeat() {
        Status status = coordinator.status();

        assertThat(status.begun()).isFalse();
        assertThat(status.registered()).isFalse();
        assertThat(status.ttl()).isEqualTo(TTL);
    }

    @Test
    void isRegisteredOnceItHasBeatenAndSaysHowManyStreamsItHas() {
        coordinator.beat();
        assertThat(coordinator.status())
                .isEqualTo(new Status("orders", true, true, false, true, Duration.ZERO, TTL, "0 streams"));

        lbs.add("order-1", "high");
        loop.advance(TTL.dividedBy(3));
        coordinator.beat();
        assertThat(coordinator.status().owned()).isEqualTo("1 stream");
    }

    @Test
    void g7ABeatThatRedisDoesNotAnswerIsABeatNevertheless() {
        coordinator.beat();
        lbs.down = true;
        loop.advance(TTL);

        coordinator.beat();

        assertThat(coordinator.status().connected()).isFalse();
        assertThat(coordinator.status().sinceBeat()).isZero();
        assertThat(events).containsExactly("beat", "beat failed");
    }

    @Test
    void aThreadThatStandsStillDoesNotBeat() {
        coordinator.beat();
        thread = task -> {};
        loop.advance(TTL.multipliedBy(3));

        coordinator.beat();

        assertThat(coordinator.status().sinceBeat()).isEqualTo(TTL.multipliedBy(3));
        assertThat(events).containsExactly("beat");
    }

    @Test
    void anErrorOfOurOwnIsNotBlamedOnRedis() {
        coordinator.beat();
        lbs.pending.put("1-0", null);

        assertThatThrownBy(coordinator::beat).hasCauseInstanceOf(NullPointerException.class);

        assertThat(coordinator.status().connected()).isFalse();
    }

    @Test
    void isNotRegisteredWhenAnotherProcessHasItsName() {
        coordinator.beat();
        lbs.view("redis-consumer-a", "a-2", TTL).beat(true, new LoadBalancer.Load(0, 1));
        loop.run();

        coordinator.beat();

        assertThat(coordinator.status().registered()).isFalse();
        assertThat(coordinator.status().superseded()).isTrue();
    }

    private ServiceCoordinator coordinator() {
        StreamSettings settings = new StreamSettings(
                10,
                TTL,
                5,
                Duration.ofMillis(500),
                1000,
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofSeconds(5));
        ServiceContext context = new ServiceContext(
                "orders",
                settings,
                task -> thread.execute(task),
                loop,
                loop,
                balancer,
                null,
                new AssignmentDecoder(new ObjectMapper(), settings.maxInfo()),
                (stream, ended) -> () -> {},
                Runnable::run,
                new RetryPolicy(settings.initialBackoff(), settings.maxBackoff(), () -> 1),
                new StreamEvents() {
                    @Override
                    public void beat(String service, Duration took) {
                        events.add("beat");
                    }

                    @Override
                    public void beatFailed(String service) {
                        events.add("beat failed");
                    }
                },
                () -> {});
        return new ServiceCoordinator(context, new ServiceMember(context));
    }
}
