package dev.streamlane.redis;

import static dev.streamlane.redis.RedisLoadBalancerStore.INPUT;
import static dev.streamlane.redis.RedisLoadBalancerStore.SERVICE;
import static dev.streamlane.streams.LoadBalancerScene.ANN;
import static dev.streamlane.streams.LoadBalancerScene.GO;
import static dev.streamlane.streams.LoadBalancerScene.beat;
import static dev.streamlane.streams.LoadBalancerScene.lock;
import static dev.streamlane.streams.LoadBalancerScene.pending;
import static dev.streamlane.streams.LoadBalancerScene.pendingIds;
import static dev.streamlane.streams.LoadBalancerScene.take;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.streams.LoadBalancer;
import dev.streamlane.streams.LoadBalancer.Ending;
import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancer.LockKey;
import dev.streamlane.streams.LoadBalancerScene;
import dev.streamlane.testing.foreign.ForeignClient;
import dev.streamlane.testing.foreign.ForeignClient.Options;
import dev.streamlane.testing.foreign.ForeignClient.Work;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A foreign client beside one of our replicas. */
class ForeignNeighbourTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private final RedisLoadBalancerStore store = new RedisLoadBalancerStore(REDIS);
    private final LoadBalancerScene scene = new LoadBalancerScene(store);
    private LoadBalancer ann;

    @BeforeEach
    void join() {
        ann = scene.join(ANN);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whenItStartsItLeavesAloneWhatWeHaveHoweverLongWeHaveHadIt() {
        Hold hold = scene.hold(ann, "a");
        store.age(hold.entryId(), Duration.ofMinutes(1));
        store.clock().advance(Duration.ofSeconds(10));
        beat(ann);

        try (ForeignClient client = start(Work.FOREVER)) {
            scene.add("b");
            await().until(() -> client.held().contains("b"));

            assertThat(client.held()).containsExactly("b");
            assertThat(get(ann.done(hold))).isEqualTo(Ending.WRITTEN);
        }
    }

    @Test
    void whenItStartsItLeavesAloneWhatWaitsForANameOfOursHoweverLongItHasWaited() {
        scene.hold(ann, "a");
        String second = scene.add("a").get(0);
        take(ann, 1);
        get(ann.disclaim(new Hold(second, "a", 0)));
        store.age(second, Duration.ofMinutes(1));
        get(ann.duplicates(List.of(new LockKey("a", second))));

        try (ForeignClient client = start(Work.FOREVER)) {
            scene.add("b");
            await().until(() -> client.held().contains("b"));

            assertThat(client.held()).containsExactly("b");
        }
    }

    @Test
    void newsOfALockThatComeLateDoNotGiveItWhatWeHave() {
        Hold hold = scene.hold(ann, "a");
        Hold other = scene.hold(ann, "b");
        try (ForeignClient client = start(Work.FOREVER)) {
            scene.add("c");
            await().until(() -> client.held().contains("c"));
            store.age(hold.entryId(), Duration.ofSeconds(9));
            store.clock().advance(Duration.ofMillis(500));
            beat(ann);
            await().until(() -> pending(ann, ann.me()).get(0).idle().compareTo(Duration.ofSeconds(1)) < 0);

            REDIS.run("PUBLISH", "__keyspace@0__:" + lock(hold).key(), "expired");
            get(ann.letGo(other, false, Duration.ZERO));
            await().until(() -> client.held().contains("b"));

            assertThat(pendingIds(ann, ann.me())).containsExactly(hold.entryId());
        }
    }

    @Test
    void g4_itGoesOnWithWhatWeHandOver() {
        Hold hold = scene.hold(ann, "a");
        try (ForeignClient client = start(stream -> assertThat(stream.claimed()).isTrue())) {
            get(ann.letGo(hold, false, Duration.ZERO));

            await().until(() -> REDIS.number("XLEN", INPUT) == 0);
            assertThat(client.disowned()).isEmpty();
        }
    }

    @Test
    void whatItHasIsPendingUnderTheNameOfItsPod() {
        try (ForeignClient client = start(Work.FOREVER)) {
            String id = scene.add("a").get(0);
            await().until(() -> client.held().contains("a"));

            assertThat(pendingIds(ann, GO)).containsExactly(id);
            assertThat(LoadBalancerScene.kind(ann, GO)).isEqualTo(LoadBalancer.Owner.Kind.FOREIGN);
        }
    }

    private static ForeignClient start(Work work) {
        return ForeignClient.start(REDIS.server().port(), SERVICE, "go", Options.DEFAULTS.overriding(), work);
    }
}
