package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.BOB;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.SHORT;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.coordination.Leases.Acquisition.Granted;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.group.Groups.Creation;
import dev.streamlane.group.Position;
import dev.streamlane.removal.GroupLoss;
import dev.streamlane.removal.GroupLoss.Standing;
import dev.streamlane.removal.Mark;
import dev.streamlane.removal.Removal;
import dev.streamlane.removal.Removal.Done;
import dev.streamlane.removal.Removal.InUse;
import dev.streamlane.removal.Removal.Unconfirmed;
import dev.streamlane.removal.Removal.Unknown;
import dev.streamlane.removal.Removals;
import dev.streamlane.removal.TopicLoss;
import dev.streamlane.testing.Scene;
import dev.streamlane.topic.StoreRefusedException;
import dev.streamlane.topic.TopicBeingRemovedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Removal of groups and topics, on a Redis of its own and on a cluster. */
abstract class RemovalContract {
    private final RedisFixture redis;
    private final RemovalScene scene;

    RemovalContract(RedisFixture redis) {
        this.redis = redis;
        this.scene = new RemovalScene(redis);
    }

    @Test
    void ofAGroupNothingIsLeftAndOfAllElseNothingIsMissing() {
        scene.createTopic();
        scene.useOther();
        new Scene(redis).enqueue("before");
        redis.advance(SHORT);
        Set<String> before = scene.keys();
        scene.useGroup();
        Unconfirmed<GroupLoss> first = (Unconfirmed<GroupLoss>) scene.removeGroup(null);

        Removal<GroupLoss> second = scene.removeGroup(first.loss().confirm());

        assertThat(first.loss().pending()).isEqualTo(3);
        assertThat(first.loss().retrying()).isEqualTo(1);
        assertThat(first.loss().backlog()).isEqualTo(5);
        assertThat(second).isInstanceOf(Done.class);
        before.add(redis.keys().deadLetter());
        assertThat(scene.keys()).isEqualTo(before);
        assertThat(scene.consumerGroups(0)).containsExactly("other");
        assertThat(redis.run("ZRANGE", replayed(), 0, -1).get(0)).hasToString("other s 1-1");
        assertThat(redis.number("ZCARD", replayed())).isEqualTo(1);
        assertThat(redis.run("SMEMBERS", redis.keys().groups(TOPIC)).stream()).hasSize(1);
        assertThat(redis.number("HEXISTS", redis.keys().settings(TOPIC), "removing:email_group"))
                .isZero();
        assertThat(redis.number("XLEN", redis.keys().deadLetter())).as("g1").isEqualTo(1);
        assertThat(redis.number("XLEN", redis.keys().stream(TOPIC, 0))).isEqualTo(6);
    }

    @Test
    void ofATopicNothingIsLeftButDeadLetters() {
        get(redis.topics().ensure("another", SETTINGS, 10));
        Set<String> before = scene.keys();
        scene.createTopic();
        scene.useTopic();
        scene.useOther();
        scene.useGroup();
        Unconfirmed<TopicLoss> first = (Unconfirmed<TopicLoss>) scene.removeTopic(null);

        Removal<TopicLoss> second = scene.removeTopic(first.loss().confirm());

        assertThat(first.loss().jobs()).isEqualTo(6);
        assertThat(first.loss().delayed()).isEqualTo(1);
        assertThat(first.loss().schedules()).isEqualTo(1);
        assertThat(first.loss().groups())
                .extracting(loss -> loss.group().group())
                .containsExactly("email_group", "other");
        assertThat(second).isInstanceOf(Done.class);
        before.add(redis.keys().deadLetter());
        assertThat(scene.keys()).isEqualTo(before);
        assertThat(get(redis.topics().names())).containsExactly("another");
        assertThat(scene.removeTopic(null)).isInstanceOf(Unknown.class);
    }

    @Test
    void nothingOfWhatSomebodyUsesIsRemoved() {
        scene.createTopic();
        scene.join(ANN, LONG);
        new Scene(redis).acquire(BOB, LONG);
        Set<String> before = scene.keys();

        InUse<GroupLoss> group = (InUse<GroupLoss>) scene.removeGroup("x");
        InUse<TopicLoss> topic = (InUse<TopicLoss>) scene.removeTopic("x");

        assertThat(group.loss().users()).containsExactly("ann", "bob");
        assertThat(topic.loss().users()).containsExactly("ann", "bob");
        assertThat(get(scene.store().begin(RemovalScene.seen(Standing.KNOWN, "x"))))
                .isEmpty();
        assertThat(get(scene.store().clear(GROUP, 0, 4))).as("all of it").isFalse();
        assertThat(scene.keys()).isEqualTo(before);
        assertThat(scene.consumerGroups(0)).containsExactly("email_group");
        scene.leave(ANN);
        assertThat(((InUse<GroupLoss>) scene.removeGroup(group.loss().confirm()))
                        .loss()
                        .users())
                .as("a member that has left and still drains")
                .containsExactly("bob");
    }

    @Test
    void aGroupThatDidSomethingMeanwhileHasToBeConfirmedAgainAndOneThatJobsCameForHasNot() {
        scene.createTopic();
        scene.useGroup();
        String confirm = RemovalScene.confirm(scene.removeGroup(null));
        scene.join(BOB, SHORT);
        redis.run("HSET", redis.keys().target(GROUP), "generation", "another");
        redis.advance(SHORT);

        Removal<GroupLoss> refused = scene.removeGroup(confirm);
        new Scene(redis).enqueue("more");

        assertThat(refused).isInstanceOf(Unconfirmed.class);
        assertThat(RemovalScene.confirm(refused)).isNotEqualTo(confirm);
        assertThat(scene.removeGroup(RemovalScene.confirm(refused))).isInstanceOf(Done.class);
    }

    @Test
    void aTopicThatJobsCameToHasToBeConfirmedAgain() {
        scene.createTopic();
        String confirm = RemovalScene.confirm(scene.removeTopic(null));
        new Scene(redis).enqueue("more");

        Removal<TopicLoss> refused = scene.removeTopic(confirm);

        assertThat(refused).isInstanceOf(Unconfirmed.class);
        assertThat(RemovalScene.confirm(refused)).isNotEqualTo(confirm);
    }

    @Test
    void aGroupWhoseRemovalWasInterruptedDoesNotComeToLifeBeforeItHasEnded() {
        scene.createTopic();
        scene.useGroup();
        assertThat(get(scene.store().begin(RemovalScene.seen(Standing.KNOWN, "word"))))
                .isPresent();
        get(scene.store().clear(GROUP, 0, 1));

        assertThatThrownBy(() -> scene.join(BOB, LONG)).isInstanceOf(StoreRefusedException.class);
        assertThat(get(scene.groups().create(GROUP, 4, Position.AT_BEGINNING)))
                .isInstanceOf(Creation.BeingRemoved.class);
        assertThat(get(scene.groups().pause(GROUP, true))).isEmpty();
        assertThat(get(scene.groups().reset(GROUP, 4, Position.AT_BEGINNING))).isEmpty();
        Unconfirmed<GroupLoss> again = (Unconfirmed<GroupLoss>) scene.removeGroup(null);
        assertThat(again.loss().begun()).isTrue();
        assertThat(again.loss().confirm()).isEqualTo("word");
        assertThat(scene.removeGroup("word")).isInstanceOf(Done.class);

        scene.join(BOB, LONG);
        assertThat(((Granted) redis.leases().acquire(GROUP, 0, BOB, LONG)).lastDelivered())
                .isEqualTo("0-0");
    }

    @Test
    void aTopicWhoseRemovalWasInterruptedIsUnknownAndThereIsNoNewOneBeforeItHasEnded() {
        scene.createTopic();
        scene.useOther();
        scene.useGroup();
        GroupLoss group = RemovalScene.seen(Standing.KNOWN, "interrupted-too");
        get(scene.store().begin(group));
        GroupLoss other = new GroupLoss(RemovalScene.OTHER, Standing.KNOWN, Set.of(), 0, 0, 0, false, "");
        Mark mark = get(scene.store().begin(RemovalScene.seen(false, "word", group, other)))
                .orElseThrow();
        get(scene.store().clear(TOPIC, 0, 2));

        assertThat(get(redis.topics().find(TOPIC))).isEmpty();
        assertThatThrownBy(() -> get(redis.topics().ensure(TOPIC, SETTINGS, 10)))
                .isInstanceOf(TopicBeingRemovedException.class);
        assertThatThrownBy(() -> scene.join(ANN, SHORT)).isInstanceOf(StoreRefusedException.class);
        assertThat(get(scene.groups().pause(RemovalScene.OTHER, true))).isEmpty();
        assertThat(scene.removeTopic("word")).isInstanceOf(Done.class);

        redis.advance(SHORT);
        assertThat(scene.keys()).containsExactly(redis.keys().deadLetter());
        assertThat(get(scene.store().stands(mark))).isFalse();
        assertThat(get(scene.store().end(mark))).isFalse();
        assertThat(get(redis.topics().ensure(TOPIC, SETTINGS, 10))).isEqualTo(SETTINGS);
    }

    /** As late as a producer may be that knows the topic from before. */
    @Test
    void whatIsEnqueuedDuringARemovalGoesWithTheTopicAndWhatComesAfterwardsToANewOne() {
        scene.createTopic();
        String confirm = RemovalScene.confirm(scene.removeTopic(null));
        Removals removals = scene.removals(
                scene.store(), () -> redis.jobs().append(TOPIC, 0, SETTINGS, List.of(Scene.job("late"))));

        assertThat(get(removals.remove(TOPIC, Optional.of(confirm)))).isInstanceOf(Done.class);

        assertThat(scene.keys()).isEmpty();
        scene.createTopic();
        assertThat(new Scene(redis).enqueue("new")).hasSize(1);
    }

    @Test
    void g2_whoWasStoppedForAsLongAsItTookCanDoNothingWithWhatItHad() {
        scene.createTopic();
        List<String> ids = new Scene(redis).enqueue("a");
        scene.join(ANN, SHORT);
        long epoch = new Scene(redis).acquire(ANN, SHORT).epoch();
        PartitionLog log = new Scene(redis).open(ANN, epoch);
        redis.advance(SHORT);
        assertThat(scene.removeGroup(RemovalScene.confirm(scene.removeGroup(null))))
                .isInstanceOf(Done.class);

        assertThat(get(log.step(Scene.step(ids, 1)))).isInstanceOf(PartitionLog.StepReply.Lost.class);
        assertThat(redis.leases()
                        .renew(GROUP, Map.of(0, epoch), ANN, LONG)
                        .get(0)
                        .status())
                .isEqualTo(Renewal.Status.LOST);
        assertThat(scene.keys())
                .containsExactlyInAnyOrder(
                        "redisaq:topics", redis.keys().settings(TOPIC), redis.keys().stream(TOPIC, 0));
    }

    private String replayed() {
        return redis.keys().replayed(redis.keys().stream(TOPIC, 0));
    }
}
