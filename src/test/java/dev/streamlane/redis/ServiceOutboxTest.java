package dev.streamlane.redis;

import static dev.streamlane.redis.RedisLoadBalancerStore.GROUP;
import static dev.streamlane.redis.RedisLoadBalancerStore.INPUT;
import static dev.streamlane.streams.LoadBalancerScene.ANN;
import static dev.streamlane.streams.LoadBalancerScene.BOB;
import static dev.streamlane.streams.LoadBalancerScene.assignment;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.streams.LoadBalancer;
import dev.streamlane.streams.LoadBalancer.Ending;
import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancerScene;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The way of dead letters from an outbox that all replicas of a service share. */
class ServiceOutboxTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final String OUTBOX = "{orders-input}:dead";
    private static final String DEAD = "redisaq:dead_letter";

    /** More than are forwarded at once. */
    private static final int MANY = 35;

    private final RedisLoadBalancerStore store = new RedisLoadBalancerStore(REDIS);
    private final LoadBalancerScene scene = new LoadBalancerScene(store);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aDeadLetterHasTheFieldsThatThoseOfJobsHave() {
        LoadBalancer ann = scene.join(ANN);
        Hold hold = scene.hold(ann, "a");

        get(ann.bury(hold, "boom", 3));

        assertThat(store.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter)
                    .containsOnlyKeys(
                            "lbs-input", "group", "stream", "entry_id", "attempts", "error", "failed_at", "consumer")
                    .containsEntry("lbs-input", assignment("a"))
                    .containsEntry("group", GROUP)
                    .containsEntry("stream", INPUT);
            assertThat(letter.get("failed_at")).matches("\\d{10}\\.\\d{3}");
        });
    }

    @Test
    void whoBuriesForwardsItsOwnLetterAndLeavesThatOfAnotherToIt() {
        LoadBalancer ann = scene.join(ANN);
        Hold hold = scene.hold(ann, "a");
        String others = onItsWay("1-1", Duration.ZERO);

        get(ann.bury(hold, "boom", 1));
        get(ann.forwardDeadLetters());

        assertThat(forwarded()).containsExactly(hold.entryId());
        assertThat(REDIS.entryIds(OUTBOX)).containsExactly(others);
    }

    @Test
    void whatReplicasBuryAtTheSameMomentIsForwardedOnce() {
        LoadBalancer ann = scene.join(ANN);
        LoadBalancer bob = scene.join(BOB);
        Hold first = scene.hold(ann, "a");
        Hold second = scene.hold(bob, "b");

        together(ann.bury(first, "boom", 1), bob.bury(second, "boom", 1));

        assertThat(forwarded()).containsExactlyInAnyOrder(first.entryId(), second.entryId());
        assertThat(REDIS.number("XLEN", OUTBOX)).isZero();
    }

    @Test
    void g1_aDeadLetterThatWasOnItsWayWhenItsReplicaDiedIsForwardedByTheNext() {
        onItsWay("1-1", Duration.ofSeconds(10));

        get(scene.join(BOB).forwardDeadLetters());

        assertThat(forwarded()).containsExactly("1-1");
        assertThat(REDIS.number("XLEN", OUTBOX)).isZero();
    }

    @Test
    void whatADeadReplicaLeftIsForwardedOnceThoughAllLookForItAtTheSameMoment() {
        LoadBalancer ann = scene.join(ANN);
        LoadBalancer bob = scene.join(BOB);
        List<String> left = IntStream.range(0, MANY).mapToObj(i -> "1-" + i).toList();
        left.forEach(id -> onItsWay(id, Duration.ofSeconds(100).minusMillis(left.indexOf(id))));

        together(ann.forwardDeadLetters(), bob.forwardDeadLetters());

        assertThat(forwarded()).containsExactlyInAnyOrderElementsOf(left);
        assertThat(REDIS.number("XLEN", OUTBOX)).isZero();
    }

    @Test
    void g1_whatCannotBeForwardedWaitsAsItIs() {
        LoadBalancer ann = scene.join(ANN);
        Hold hold = scene.hold(ann, "a");
        onItsWay("1-1", Duration.ofSeconds(100));
        REDIS.run("SET", DEAD, "not a stream");

        assertThat(get(ann.bury(hold, "boom", 1))).isEqualTo(Ending.WRITTEN);
        assertThatThrownBy(() -> get(ann.forwardDeadLetters()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("WRONGTYPE");

        assertThat(REDIS.number("XLEN", OUTBOX)).isEqualTo(2);
    }

    /** Puts a letter where its burier left it, so long ago. */
    private static String onItsWay(String entryId, Duration age) {
        return REDIS.text("XADD", OUTBOX, REDIS.time() - age.toMillis() + "-*", "entry_id", entryId);
    }

    /** Which entries the dead letters are about that were forwarded. */
    private List<String> forwarded() {
        return store.deadLetters().stream()
                .map(letter -> letter.get("entry_id"))
                .toList();
    }

    private static void together(CompletionStage<?> one, CompletionStage<?> other) {
        get(one);
        get(other);
    }
}
