package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.SHORT;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;

import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.group.Groups;
import dev.streamlane.group.Position;
import dev.streamlane.partition.Assignment;
import dev.streamlane.partition.GroupId;
import dev.streamlane.producer.Due;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.producer.Once;
import dev.streamlane.removal.GroupLoss;
import dev.streamlane.removal.GroupLoss.Standing;
import dev.streamlane.removal.Removal;
import dev.streamlane.removal.RemovalStore;
import dev.streamlane.removal.Removals;
import dev.streamlane.removal.RemovalsFixture;
import dev.streamlane.removal.TopicLoss;
import dev.streamlane.schedule.Missed;
import dev.streamlane.schedule.Place;
import dev.streamlane.schedule.Schedule;
import dev.streamlane.testing.Scene;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A topic with everything that a topic and its groups may have. */
record RemovalScene(RedisFixture redis) {
    static final Supplier<CompletionStage<?>> NOTHING = () -> CompletableFuture.completedStage(null);

    /** One more than the group of the scene. */
    static final GroupId OTHER = new GroupId(TOPIC, "other");

    void createTopic() {
        get(redis.topics().ensure(TOPIC, SETTINGS, 10));
    }

    Groups groups() {
        return new RedisGroups(redis.lanes(), redis.keys());
    }

    void join(Consumer consumer, Duration ttl) {
        redis.membership().heartbeat(GROUP, consumer, true, ttl, List.of());
    }

    void leave(Consumer consumer) {
        redis.membership().leave(GROUP, consumer, Duration.ZERO);
    }

    /** A group with members, leases, gates, attempts, a reset under way, a pause, dead letters on their way, and replays. */
    void useGroup() {
        Scene scene = new Scene(redis);
        List<String> ids = scene.enqueue("done", "retries", "runs", "waits", "new");
        get(groups().create(GROUP, SETTINGS.partitions(), Position.AT_BEGINNING));
        join(ANN, SHORT);
        String generation = redis.membership()
                .heartbeat(GROUP, ANN, false, SHORT, List.of())
                .generation();
        redis.membership().propose(GROUP, generation, Assignment.NONE);
        PartitionLog log = scene.hold(ANN, SHORT);
        Scene.read(log, 4);
        Scene.taken(log, new Step(ids.subList(0, 1), Map.of(ids.get(1), 2), ids.subList(2, 3), null, List.of(), 0));
        redis.run("XADD", redis.keys().outbox(GROUP, 0), "*", "entry_id", "1-1", "group", GROUP.group());
        redis.run("ZADD", redis.keys().replayed(redis.keys().stream(TOPIC, 0)), 1, GROUP.group() + " s 1-1");
        get(groups().pause(GROUP, true));
        get(groups().reset(GROUP, SETTINGS.partitions(), Position.AT_BEGINNING));
        redis.advance(SHORT);
    }

    /** Another group of the same topic, whose member lives. */
    void useOther() {
        get(groups().create(OTHER, SETTINGS.partitions(), Position.AT_BEGINNING));
        redis.leases().acquire(OTHER, 0, ANN, SHORT);
        redis.run("ZADD", redis.keys().replayed(redis.keys().stream(TOPIC, 0)), 1, "other s 1-1");
    }

    /** Delayed jobs, schedules, and jobs with idempotency keys. */
    void useTopic() {
        NewEntry delayed = new NewEntry("later", "1", "", null, 0, 0, null, new Due(3_600_000, true), null);
        get(redis.delayedJobs(10).keep(TOPIC, 1, SETTINGS, List.of(delayed)));
        NewEntry keyed = new NewEntry("keyed", "1", "", null, 0, 0, null, null, new Once("once", "digest"));
        get(redis.jobs().append(TOPIC, 3, SETTINGS, List.of(keyed)));
        Schedule daily = new Schedule("0 9 * * *", "UTC", Missed.ONCE);
        NewEntry job = new NewEntry("", "1", "", "k", 0, 0, "{}", null, null);
        get(redis.schedules(9)
                .put(
                        new Place(TOPIC, 2),
                        "daily",
                        daily,
                        job,
                        Optional.of(Instant.ofEpochMilli(redis.time()).plusSeconds(600))));
    }

    RedisRemovals store() {
        return new RedisRemovals(redis.lanes(), redis.keys(), RedisFixture.MAX_DEAD_LETTERS);
    }

    Removals removals(RemovalStore store, Supplier<CompletionStage<?>> meanwhile) {
        return RemovalsFixture.removals(new RedisGroupListing(redis.lanes(), redis.keys()), store, meanwhile);
    }

    Removal<GroupLoss> removeGroup(String confirm) {
        return get(removals(store(), NOTHING).remove(GROUP, Optional.ofNullable(confirm)));
    }

    Removal<TopicLoss> removeTopic(String confirm) {
        return get(removals(store(), NOTHING).remove(TOPIC, Optional.ofNullable(confirm)));
    }

    static String confirm(Removal<?> removal) {
        return ((Removal.Unconfirmed<?>) removal).loss().confirm();
    }

    /** The group of the scene, as it was seen. */
    static GroupLoss seen(Standing standing, String confirm) {
        return new GroupLoss(GROUP, standing, Set.of(), 0, 0, 0, false, confirm);
    }

    /** The topic of the scene, as it was seen. */
    static TopicLoss seen(boolean begun, String confirm, GroupLoss... groups) {
        return new TopicLoss(TOPIC, SETTINGS.partitions(), 0, 0, 0, List.of(groups), begun, confirm);
    }

    /** All keys there are. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        redis.run("KEYS", "*").stream().map(Response::toString).forEach(keys::add);
        return keys;
    }

    /** The consumer groups of a partition. */
    List<String> consumerGroups(int partition) {
        return redis.run("XINFO", "GROUPS", redis.keys().stream(TOPIC, partition)).stream()
                .map(group -> group.get("name").toString())
                .toList();
    }
}
