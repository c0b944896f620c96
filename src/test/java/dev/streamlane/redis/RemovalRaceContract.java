package dev.streamlane.redis;

import static dev.streamlane.redis.RemovalScene.NOTHING;
import static dev.streamlane.redis.RemovalScene.confirm;
import static dev.streamlane.redis.RemovalScene.seen;
import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.BOB;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.SHORT;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.group.Position;
import dev.streamlane.partition.GroupId;
import dev.streamlane.removal.GroupLoss.Standing;
import dev.streamlane.removal.Mark;
import dev.streamlane.removal.Removal;
import dev.streamlane.removal.Removal.Done;
import dev.streamlane.removal.Removal.InUse;
import dev.streamlane.removal.Removal.Unconfirmed;
import dev.streamlane.removal.Removal.Unknown;
import dev.streamlane.removal.RemovalStore;
import dev.streamlane.removal.Removals;
import dev.streamlane.removal.RemovalsFixture;
import dev.streamlane.removal.TopicLoss;
import dev.streamlane.testing.Scene;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What others do while a group or a topic is removed, on a Redis of its own and on a cluster. */
abstract class RemovalRaceContract {
    private final RedisFixture redis;
    private final RemovalScene scene;

    RemovalRaceContract(RedisFixture redis) {
        this.redis = redis;
        this.scene = new RemovalScene(redis);
    }

    @Test
    void whoGoesOnWithARemovalThatSomebodyElseEndsLeavesTheNewGroupOfThatName() {
        scene.createTopic();
        createGroup(GROUP);
        Mark mark = get(scene.store().begin(seen(Standing.KNOWN, "word"))).orElseThrow();
        RemovalStore late = RemovalsFixture.before(scene.store(), "begin", () -> {
            get(scene.store().clear(GROUP, 0, 4));
            get(scene.store().end(mark));
            createGroup(GROUP);
        });

        Removal<?> removal = get(scene.removals(late, NOTHING).remove(GROUP, Optional.of("word")));

        assertThat(((Unconfirmed<?>) removal).loss().begun()).isFalse();
        assertThat(scene.consumerGroups(0)).containsExactly(GROUP.group());
        assertThat(get(scene.store().begin(seen(Standing.BEGUN, "word")))).isEmpty();
        assertThat(get(scene.store().begin(seen(Standing.LEFT, "word")))).isEmpty();
    }

    @Test
    void whoGoesOnWithARemovalThatSomebodyElseEndsLeavesTheNewTopicOfThatName() {
        scene.createTopic();
        Mark mark = get(scene.store().begin(seen(false, "word"))).orElseThrow();
        RemovalStore late = RemovalsFixture.before(scene.store(), "begin", () -> {
            get(scene.store().end(mark));
            scene.createTopic();
        });

        Removal<TopicLoss> removal = get(scene.removals(late, NOTHING).remove(TOPIC, Optional.of("word")));

        assertThat(((Unconfirmed<?>) removal).loss().begun()).isFalse();
        assertThat(get(redis.topics().find(TOPIC))).contains(SETTINGS);
    }

    @Test
    void whatIsGoneIsNotMarked() {
        Set<String> before = scene.keys();

        assertThat(get(scene.store().begin(seen(false, "word")))).isEmpty();
        assertThat(get(scene.store().begin(seen(true, "word")))).isEmpty();
        assertThat(get(scene.store().begin(seen(Standing.KNOWN, "word")))).isEmpty();

        assertThat(scene.keys()).isEqualTo(before);
    }

    @Test
    void whoeverJoinsBetweenTheLookAndTheMarkKeepsTheTopicAndBeatsOn() {
        scene.createTopic();
        createGroup(GROUP);

        assertThat(removeTopicAfter(() -> scene.join(ANN, LONG))).isInstanceOf(InUse.class);

        assertThat(get(scene.store().begin(seen(false, "word", seen(Standing.KNOWN, "")))))
                .isEmpty();
        assertThat(marked()).isFalse();
        scene.join(ANN, LONG);
    }

    @Test
    void aGroupThatComesBetweenTheLookAndTheMarkHasToBeSeenFirst() {
        scene.createTopic();

        assertThat(removeTopicAfter(() -> createGroup(RemovalScene.OTHER))).isInstanceOf(Unconfirmed.class);

        assertThat(marked()).isFalse();
        assertThat(get(redis.topics().find(TOPIC))).contains(SETTINGS);
    }

    @Test
    void whoeverStillDrainsHoldsUpTheRemovalOfTheTopicAndItGoesOnAfterwards() {
        scene.createTopic();
        createGroup(GROUP);
        new Scene(redis).enqueue("a");

        InUse<TopicLoss> refused = (InUse<TopicLoss>) removeTopicAfter(() -> new Scene(redis).acquire(BOB, LONG));

        assertThat(refused.loss().users()).containsExactly("bob");
        assertThat(refused.loss().begun()).isTrue();
        assertThat(redis.number("XLEN", redis.keys().stream(TOPIC, 0))).isEqualTo(1);
        redis.run("HSET", redis.keys().lease(GROUP, 0), "deadline", "1");
        assertThat(scene.removeTopic(refused.loss().confirm())).isInstanceOf(Done.class);
    }

    @Test
    void whoeverGoesOnWithARemovalIsTheOnlyOneToEndIt() {
        scene.createTopic();
        scene.useGroup();
        Mark first = get(scene.store().begin(seen(Standing.KNOWN, "word"))).orElseThrow();
        Mark last = get(scene.store().begin(seen(Standing.BEGUN, "word"))).orElseThrow();

        assertThat(get(scene.store().stands(first))).isFalse();
        assertThat(get(scene.store().end(first))).isFalse();
        assertThat(get(scene.store().stands(last))).isTrue();
        assertThat(get(scene.store().clear(GROUP, 0, 4))).isTrue();
        assertThat(get(scene.store().end(last))).isTrue();
    }

    @Test
    void whoseTopicSomebodyElseGoesOnWithRemovesNoneOfItsGroups() {
        scene.createTopic();
        createGroup(GROUP);
        String confirm = confirm(scene.removeTopic(null));
        Removals removals =
                scene.removals(scene.store(), () -> scene.store().begin(seen(true, confirm, seen(Standing.KNOWN, ""))));

        Unconfirmed<TopicLoss> removal = (Unconfirmed<TopicLoss>) get(removals.remove(TOPIC, Optional.of(confirm)));

        assertThat(removal.loss().begun()).isTrue();
        assertThat(removal.loss().groups().get(0).begun()).isFalse();
        assertThat(scene.consumerGroups(0)).containsExactly(GROUP.group());
    }

    @Test
    void whoWasStoppedAfterALookAtItsMarkLooksAgain() {
        scene.createTopic();
        new Scene(redis).enqueue("a");
        String confirm = confirm(scene.removeTopic(null));
        AtomicInteger stops = new AtomicInteger();
        RemovalStore store = RemovalsFixture.after(scene.store(), "stands", () -> {
            get(scene.store().begin(seen(true, confirm)));
            stops.incrementAndGet();
        });
        Removals removals =
                RemovalsFixture.removals(new RedisGroupListing(redis.lanes(), redis.keys()), store, NOTHING, stops);

        assertThat(get(removals.remove(TOPIC, Optional.of(confirm)))).isInstanceOf(Unconfirmed.class);

        assertThat(redis.number("XLEN", redis.keys().stream(TOPIC, 0))).isEqualTo(1);
    }

    @Test
    void whatComesTooLateForAGroupCanBeRemovedLikeTheGroupItself() {
        scene.createTopic();
        new Scene(redis).enqueue("a");
        createGroup(GROUP);
        assertThat(scene.removeGroup(confirm(scene.removeGroup(null)))).isInstanceOf(Done.class);
        assertThat(scene.removeGroup(null)).isInstanceOf(Unknown.class);
        new Scene(redis).acquire(BOB, SHORT);
        get(redis.lanes()
                .topics()
                .call(ScriptCall.of(
                        Script.RESET_PIN,
                        List.of(redis.keys().stream(TOPIC, 3), redis.keys().lease(GROUP, 3)),
                        GROUP.group(),
                        "7",
                        "0-0")));

        assertThat(scene.removeGroup("x")).isInstanceOf(InUse.class);
        redis.advance(SHORT);
        assertThat(scene.removeGroup(confirm(scene.removeGroup(null)))).isInstanceOf(Done.class);

        assertThat(scene.consumerGroups(0)).isEmpty();
        assertThat(scene.consumerGroups(3)).isEmpty();
        assertThat(redis.number("EXISTS", redis.keys().lease(GROUP, 3))).isZero();
        assertThat(scene.removeGroup(null)).isInstanceOf(Unknown.class);
    }

    private void createGroup(GroupId group) {
        get(scene.groups().create(group, SETTINGS.partitions(), Position.AT_BEGINNING));
    }

    private Removal<TopicLoss> removeTopicAfter(Runnable event) {
        String confirm = confirm(scene.removeTopic(null));
        RemovalStore late = RemovalsFixture.before(scene.store(), "begin", event);
        return get(scene.removals(late, NOTHING).remove(TOPIC, Optional.of(confirm)));
    }

    private boolean marked() {
        return redis.number("HEXISTS", redis.keys().settings(TOPIC), "removing") == 1;
    }
}
