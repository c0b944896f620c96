package dev.streamlane.redis;

import static dev.streamlane.redis.RedisLoadBalancerStore.GROUP;
import static dev.streamlane.redis.RedisLoadBalancerStore.INPUT;
import static dev.streamlane.redis.RedisLoadBalancerStore.SERVICE;
import static dev.streamlane.streams.LoadBalancerScene.ANN;
import static dev.streamlane.streams.LoadBalancerScene.BOB;
import static dev.streamlane.streams.LoadBalancerScene.GO;
import static dev.streamlane.streams.LoadBalancerScene.IDLE;
import static dev.streamlane.streams.LoadBalancerScene.LONG;
import static dev.streamlane.streams.LoadBalancerScene.SHORT;
import static dev.streamlane.streams.LoadBalancerScene.beat;
import static dev.streamlane.streams.LoadBalancerScene.claim;
import static dev.streamlane.streams.LoadBalancerScene.granted;
import static dev.streamlane.streams.LoadBalancerScene.ids;
import static dev.streamlane.streams.LoadBalancerScene.kind;
import static dev.streamlane.streams.LoadBalancerScene.lock;
import static dev.streamlane.streams.LoadBalancerScene.own;
import static dev.streamlane.streams.LoadBalancerScene.pending;
import static dev.streamlane.streams.LoadBalancerScene.reborn;
import static dev.streamlane.streams.LoadBalancerScene.take;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.streamlane.streams.LoadBalancer;
import dev.streamlane.streams.LoadBalancer.Claim;
import dev.streamlane.streams.LoadBalancer.Ending;
import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancer.LockKey;
import dev.streamlane.streams.LoadBalancer.Owner.Kind;
import dev.streamlane.streams.LoadBalancer.Pending;
import dev.streamlane.streams.LoadBalancer.Taken;
import dev.streamlane.streams.LoadBalancerScene;
import dev.streamlane.topic.StoreRefusedException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.ZModem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is peculiar to Redis: keys, lost data, clocks, memory, what others leave behind. */
class RedisLoadBalancerTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final String STATES = "{orders-input}:state";
    private static final String NAMES = "{orders-input}:names";
    private static final String REPLICAS = "{orders-input}:replicas";

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
    void keysAndValuesAreThoseOfTheForeignClient() {
        Hold hold = scene.hold(ann, "order-stream-0");

        assertThat(REDIS.text("GET", "order-stream-0<MUTEX_KEY_SEP>" + hold.entryId()))
                .isEqualTo("redis-consumer-ann");
        assertThat(REDIS.number("PTTL", "order-stream-0<MUTEX_KEY_SEP>" + hold.entryId()))
                .isBetween(1L, LONG.toMillis());
        assertThat(consumers()).containsExactly("redis-consumer-ann");
        assertThat(REDIS.run("XPENDING", "orders-input", "orders-group", "-", "+", 10)
                        .get(0)
                        .get(1)
                        .toString())
                .isEqualTo("redis-consumer-ann");
    }

    @Test
    void whatAServiceHasSharesOneSlotWithItsStream() {
        RedisKeys keys = REDIS.keys();

        assertThat(List.of(
                        keys.states(SERVICE),
                        keys.replicas(SERVICE),
                        keys.streamNames(SERVICE),
                        keys.serviceOutbox(SERVICE),
                        keys.serviceWake(SERVICE)))
                .allMatch(key -> ZModem.generate(key) == ZModem.generate(keys.input(SERVICE)));
        assertThat(List.of(keys.states(SERVICE), keys.streamNames(SERVICE), keys.replicas(SERVICE)))
                .containsExactly(STATES, NAMES, REPLICAS);
        assertThat(keys.serviceOutbox(SERVICE)).isEqualTo("{orders-input}:dead");
        assertThat(keys.inputGroup(SERVICE)).isEqualTo(GROUP);
    }

    @Test
    void aStreamsStateCanBeReadByPeople() {
        Hold first = scene.hold(ann, "a");
        get(ann.checkpoint(first, "5-0"));
        get(ann.letGo(first, true, Duration.ofMillis(1)));
        store.advance(Duration.ofMillis(1));
        long before = REDIS.time();
        Hold hold =
                granted(claim(ann, first.entryId(), "a", LoadBalancer.NOBODY)).hold();

        JsonObject state = new JsonObject(REDIS.text("HGET", STATES, hold.entryId()));

        assertThat(state.getLong("epoch")).isEqualTo(hold.epoch());
        assertThat(state.getString("incarnation")).isEqualTo("ann-1");
        assertThat(state.getLong("since")).isBetween(before, REDIS.time());
        assertThat(state.getInteger("failures")).isEqualTo(1);
        assertThat(state.getString("checkpoint")).isEqualTo("5-0");
        assertThat(state.getString("previous")).isEqualTo("redis-consumer-ann");
        assertThat(REDIS.text("HGET", NAMES, "a")).isEqualTo(hold.entryId());
    }

    @Test
    void nothingIsLeftOfWhatIsDoneOrBuried() {
        Hold done = scene.hold(ann, "a");
        Hold buried = scene.hold(ann, "b");

        get(ann.done(done));
        get(ann.bury(buried, "boom", 1));

        assertThat(REDIS.number(
                        "EXISTS", STATES, NAMES, lock(done).key(), lock(buried).key()))
                .isZero();
        assertThat(REDIS.number("XLEN", "{orders-input}:dead")).isZero();
        assertThat(REDIS.number("XLEN", INPUT)).isZero();
    }

    @Test
    void theGroupBeginsWithTheOldestEntry() {
        REDIS.run("FLUSHALL");
        String id = scene.add("early").get(0);

        assertThat(ids(take(scene.join(BOB), 1))).containsExactly(id);
    }

    @Test
    void aGroupThatAForeignClientCreatedIsUsedAsItIs() {
        REDIS.run("FLUSHALL");
        scene.add("early");
        REDIS.run("XGROUP", "CREATE", INPUT, GROUP, "$");
        String id = scene.add("late").get(0);

        assertThat(ids(take(scene.join(BOB), 2))).containsExactly(id);
    }

    @Test
    void g7_aGroupThatVanishedIsCreatedAnewWithTheOldestEntry() {
        List<String> ids = scene.add("a", "b");
        take(ann, 1);
        REDIS.run("XGROUP", "DESTROY", INPUT, GROUP);

        Taken.Entries taken = (Taken.Entries) get(ann.take(8, IDLE, true));

        assertThat(ids(taken.entries())).isEqualTo(ids);
        assertThat(taken.lastDelivered()).isEqualTo(ids.get(1));
    }

    @Test
    void g7_withoutGroupOrStreamNothingIsPendingAndNothingIsHeld() {
        Hold hold = scene.hold(ann, "a");
        REDIS.run("DEL", INPUT);

        assertThat(pending(ann, ann.me())).isEmpty();
        assertThat(claim(ann, hold.entryId(), "b", ann.me())).isEqualTo(new Claim.Gone());
        assertThat(get(ann.done(hold))).isEqualTo(Ending.GONE);
        assertThat(get(ann.checkpoint(hold, "1-0"))).isFalse();
        assertThat(get(ann.letGo(hold, true, LONG))).isEmpty();
        assertThat(get(ann.bury(hold, "boom", 1))).isEqualTo(Ending.GONE);
        get(ann.disclaim(hold));
        get(ann.leave());
        assertThat(REDIS.number("EXISTS", INPUT)).isZero();
    }

    @Test
    void g7_redisMayLoseItsDataAndNoEpochComesTwice() {
        Hold old = scene.hold(ann, "a");
        REDIS.run("FLUSHALL");
        assertThat(get(ann.extend(List.of(old), any -> true)).lost()).containsExactly(old);
        assertThat(get(ann.take(1, IDLE, true))).isInstanceOf(Taken.Unregistered.class);

        beat(ann);
        String id = scene.add("a").get(0);
        take(ann, 1);

        assertThat(own(ann, id, "a").hold().epoch()).isGreaterThan(old.epoch());
        assertThat(get(ann.done(old))).isEqualTo(Ending.GONE);
    }

    @Test
    void g2_theEpochRisesThoughTheClockWasSetBack() {
        String id = scene.add("a").get(0);
        long stored = REDIS.time() + Duration.ofDays(365).toMillis();
        REDIS.run("HSET", STATES, id, "{\"epoch\":" + stored + "}");
        take(ann, 1);

        assertThat(own(ann, id, "a").hold().epoch()).isEqualTo(stored + 1);
    }

    @Test
    void aStateThatCannotBeReadIsBegunAnew() {
        List<String> ids = scene.add("a", "b", "c");
        REDIS.run("HSET", STATES, ids.get(0), "nonsense", ids.get(1), "7");
        take(ann, 3);

        assertThat(own(ann, ids.get(0), "a").failures()).isZero();
        assertThat(own(ann, ids.get(1), "b").failures()).isZero();
        REDIS.run("HSET", STATES, ids.get(2), "[");
        get(ann.disclaim(new Hold(ids.get(2), "c", 0)));
        assertThat(claim(ann, ids.get(2), "c", LoadBalancer.NOBODY)).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void g7_redisMayForgetItsScripts() {
        REDIS.run("SCRIPT", "FLUSH");
        Hold hold = scene.hold(ann, "a");
        REDIS.run("SCRIPT", "FLUSH");

        assertThat(get(ann.extend(List.of(hold), any -> true)).unanswered()).isEmpty();
        assertThat(get(ann.done(hold))).isEqualTo(Ending.WRITTEN);
    }

    @Test
    void g7_aRedisWithoutMemoryKeepsNoStreamFromBeingProcessed() {
        scene.add("a");
        REDIS.run("CONFIG", "SET", "maxmemory", "1");
        try {
            beat(ann);
            String id = take(ann, 1).get(0).id();
            Hold hold = own(ann, id, "a").hold();
            assertThat(get(ann.checkpoint(hold, "1-0"))).isTrue();
            assertThat(get(ann.extend(List.of(hold), any -> true)).unanswered()).isEmpty();
            assertThat(get(ann.letGo(hold, true, Duration.ofMillis(1)))).contains(1);
            store.advance(Duration.ofMillis(1));
            Hold again = granted(claim(ann, id, "a", LoadBalancer.NOBODY)).hold();
            assertThat(get(ann.done(again))).isEqualTo(Ending.WRITTEN);
        } finally {
            REDIS.run("CONFIG", "SET", "maxmemory", "0");
        }
    }

    @Test
    void g7_whatRedisRefusesIsSaidAsItIsOnTheEnginesThread() throws InterruptedException {
        REDIS.run("DEL", INPUT);
        REDIS.run("SET", INPUT, "no stream");
        BlockingQueue<Runnable> engine = new LinkedBlockingQueue<>();
        CompletableFuture<LoadBalancer.Beat> beat =
                store.open(BOB, LONG, engine::add).beat(true, IDLE).toCompletableFuture();

        Runnable answer = engine.take();
        assertThat(beat).isNotDone();
        answer.run();

        assertThatThrownBy(() -> get(beat))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("WRONGTYPE");
    }

    @Test
    void g7_aLockThatMayNotBeSetIsRefusedAndNamesTheReason() {
        String id = scene.add("a").get(0);
        take(ann, 1);
        REDIS.run("ACL", "SETUSER", "default", "resetkeys", "~*orders*", "~redisaq:*");
        try {
            assertThatThrownBy(() -> own(ann, id, "a"))
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("NOPERM");
        } finally {
            REDIS.run("ACL", "SETUSER", "default", "allkeys");
        }
        assertThat(own(ann, id, "a").failures()).isZero();
    }

    @Test
    void aDeadlineThatAClockLeftFarInTheFutureIsCutBack() {
        LoadBalancer bob = scene.join(BOB, SHORT, IDLE);
        scene.hold(bob, "a");
        long far = REDIS.time() + Duration.ofDays(1).toMillis();
        REDIS.run("HSET", REPLICAS, bob.me(), "bob-1 " + far + " " + SHORT.toMillis() + " 0 100 0");

        assertThat(beat(ann).nextDeadline())
                .hasValueSatisfying(left -> assertThat(left).isLessThanOrEqualTo(SHORT));

        store.advance(SHORT);
        assertThat(kind(ann, bob.me())).isEqualTo(Kind.DEAD);
    }

    @Test
    void aRecordThatCannotBeReadIsDropped() {
        REDIS.run("HSET", REPLICAS, "redis-consumer-bob", "nonsense");

        assertThat(beat(ann).roomyPeers()).isZero();

        assertThat(REDIS.number("HEXISTS", REPLICAS, "redis-consumer-bob")).isZero();
    }

    @Test
    void consumersOfDeadReplicasGoAndThoseOfForeignClientsStay() {
        LoadBalancer bob = scene.join(BOB, SHORT, IDLE);
        Hold hold = scene.hold(bob, "a");
        store.foreignTake(GO);
        scene.add("b");
        store.foreignTake(GO);
        store.foreignDone(scene.add("c").get(0));
        store.advance(SHORT);
        beat(ann);
        assertThat(consumers()).contains(bob.me(), GO);

        store.foreignDone(hold.entryId());
        store.foreignDone(pending(ann, GO).get(0).entryId());
        beat(ann);

        assertThat(consumers()).contains(GO).doesNotContain(bob.me());
    }

    @Test
    void whoLeavesLeavesNoConsumerBehind() {
        get(ann.done(scene.hold(ann, "a")));
        assertThat(consumers()).contains(ann.me());

        get(ann.leave());

        assertThat(consumers()).isEmpty();
        assertThat(REDIS.number("EXISTS", REPLICAS)).isZero();
    }

    @Test
    void g1_whoLeavesThoughItHasSomethingKeepsItPending() {
        Hold hold = scene.hold(ann, "a");

        get(ann.leave());

        assertThat(pending(ann, ann.me())).extracting(Pending::entryId).containsExactly(hold.entryId());
    }

    @Test
    void whatForeignClientsFinishedIsForgottenInTime() {
        Hold finished = scene.hold(ann, "a");
        Hold held = scene.hold(ann, "b");
        store.foreignDone(finished.entryId());

        store.clock().advance(Duration.ofSeconds(10));
        beat(ann);

        await().until(() -> REDIS.number("HLEN", STATES) == 1 && REDIS.number("HLEN", NAMES) == 1);
        assertThat(get(ann.checkpoint(held, "1-0"))).isTrue();
        assertThat(REDIS.text("HGET", NAMES, "b")).isEqualTo(held.entryId());
    }

    @Test
    void thatANameIsWaitedForIsForgottenWithWhatWaits() {
        Hold first = scene.hold(ann, "a");
        String second = scene.add("a").get(0);
        take(ann, 1);
        assertThat(claim(ann, second, "a", ann.me())).isInstanceOf(Claim.Duplicate.class);
        assertThat(REDIS.text("HGET", NAMES, "a" + LockKey.SEPARATOR)).isEqualTo(second);
        store.foreignDone(second);

        store.clock().advance(Duration.ofSeconds(10));
        beat(ann);

        await().until(() -> REDIS.number("HLEN", NAMES) == 1);
        assertThat(REDIS.text("HGET", NAMES, "a")).isEqualTo(first.entryId());
    }

    @Test
    void g8_whatForeignClientsFinishedIsForgottenAPartAtATime() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            REDIS.run("HSET", STATES, "1-" + i, "{}");
            names.add("1-" + i);
        }

        store.clock().advance(Duration.ofSeconds(10));
        beat(ann);

        await().until(() -> REDIS.number("HLEN", STATES) < names.size());
        assertThat(REDIS.number("HLEN", STATES)).isBetween(500L, 999L);
        await().until(() -> {
            store.clock().advance(Duration.ofSeconds(10));
            beat(ann);
            return REDIS.number("HLEN", STATES) == 0;
        });
    }

    @Test
    void withoutAGroupNothingIsTakenForFinished() {
        Hold hold = scene.hold(ann, "a");
        REDIS.run("XGROUP", "DESTROY", INPUT, GROUP);

        get(REDIS.lanes()
                .coordination()
                .call(ScriptCall.of(Script.STREAM_TIDY, List.of(INPUT, STATES, NAMES), GROUP, "0", "0", "100")));

        assertThat(REDIS.number("HEXISTS", STATES, hold.entryId())).isEqualTo(1);
    }

    @Test
    void whatIsHeldDoesNotLookAbandonedToForeignClients() {
        Hold hold = scene.hold(ann, "a");
        LoadBalancer bob = scene.join(BOB);
        Hold other = scene.hold(bob, "b");
        store.age(hold.entryId(), LONG);
        store.age(other.entryId(), LONG);

        store.clock().advance(Duration.ofSeconds(10));
        beat(ann);

        await().until(() -> pending(ann, ann.me()).get(0).idle().compareTo(LONG) < 0);
        assertThat(pending(ann, bob.me()).get(0).idle()).isGreaterThanOrEqualTo(LONG);
        assertThat(deliveries()).containsExactly(1L, 1L);
    }

    @Test
    void moreThanOneCallRefreshesIsRefreshedByTheNext() {
        List<String> ids =
                scene.add(IntStream.range(0, 1200).mapToObj(i -> "s" + i).toArray(String[]::new));
        store.foreignTake(ann.me());
        List<String> old = List.of(ids.get(0), ids.get(499), ids.get(500), ids.get(1000), ids.get(1199));
        old.forEach(id -> store.age(id, LONG));

        store.clock().advance(Duration.ofSeconds(10));
        beat(ann);

        await().until(() -> pending(ann, ann.me()).stream()
                .allMatch(pending -> pending.idle().compareTo(LONG) < 0));
    }

    @Test
    void g2_aSupersededIncarnationRefreshesNothing() {
        Hold hold = scene.hold(ann, "a");
        LoadBalancer fresh = scene.join(reborn(ANN));
        store.age(hold.entryId(), LONG);

        assertThat(refresh("0")).isEqualTo(Code.REFUSED);

        assertThat(pending(fresh, fresh.me()).get(0).idle()).isGreaterThanOrEqualTo(LONG);
    }

    @Test
    void whereOnlyReplicasTakePartNothingNeedsToBeYoungerThanForOneThatStarts() {
        Hold hold = scene.hold(ann, "a");
        LoadBalancer bob = scene.join(BOB);
        get(bob.letGo(scene.hold(bob, "b"), false, LONG));
        store.age(hold.entryId(), LONG);

        assertThat(refresh("1")).isEqualTo(Code.TAKEN);

        assertThat(pending(ann, ann.me()).get(0).idle()).isGreaterThanOrEqualTo(LONG);
    }

    @Test
    void aLockWithoutATtlCountsAsThere() {
        REDIS.run("SET", "a<MUTEX_KEY_SEP>1-1", GO);

        assertThat(get(ann.locks(List.of(new LockKey("a", "1-1"))))).containsExactly(LONG);
    }

    private static List<Long> deliveries() {
        List<Long> counts = new ArrayList<>();
        REDIS.run("XPENDING", INPUT, GROUP, "-", "+", 10)
                .forEach(row -> counts.add(row.get(3).toLong()));
        return counts;
    }

    /** @param besideForeign "1" if only where the group has consumers that are no replicas */
    private Code refresh(String besideForeign) {
        Response answer = get(REDIS.lanes()
                .coordination()
                .call(ScriptCall.of(
                        Script.STREAM_REFRESH,
                        List.of(INPUT, REPLICAS),
                        GROUP,
                        ann.me(),
                        ANN.incarnation(),
                        "0-0",
                        "10",
                        besideForeign,
                        LoadBalancer.NOBODY)));
        return Replies.code(Script.STREAM_REFRESH, answer);
    }

    private static List<String> consumers() {
        List<String> names = new ArrayList<>();
        REDIS.run("XINFO", "CONSUMERS", INPUT, GROUP)
                .forEach(row -> names.add(row.get("name").toString()));
        return names;
    }
}
