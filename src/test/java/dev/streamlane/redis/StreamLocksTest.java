package dev.streamlane.redis;

import static dev.streamlane.redis.RedisLoadBalancerStore.LOCKS_PER_CALL;
import static dev.streamlane.streams.LoadBalancerScene.ANN;
import static dev.streamlane.streams.LoadBalancerScene.GO;
import static dev.streamlane.streams.LoadBalancerScene.IDLE;
import static dev.streamlane.streams.LoadBalancerScene.LONG;
import static dev.streamlane.streams.LoadBalancerScene.lock;
import static dev.streamlane.testing.Stages.get;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.streams.LoadBalancer;
import dev.streamlane.streams.LoadBalancer.Extended;
import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancer.LockKey;
import dev.streamlane.streams.LoadBalancerScene;
import dev.streamlane.testing.Monitor;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many locks at once, and where they are. */
class StreamLocksTest {
    /** What has to be comfortable. */
    private static final int MANY = 10_000;

    /** How many commands may be under way on a connection. */
    private static final int LANE = 4096;

    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private final RedisLoadBalancerStore store = new RedisLoadBalancerStore(REDIS);
    private final LoadBalancerScene scene = new LoadBalancerScene(store);
    private final List<List<String>> commands = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void g8_tenThousandLocksAreExtendedInTwentyCalls() {
        LoadBalancer ann = scene.join(ANN);
        List<Hold> holds = locked(ann.me(), MANY);
        REDIS.run("SET", lock(holds.get(0)).key(), GO, "PX", 60_000);
        REDIS.run("DEL", lock(holds.get(MANY - 1)).key());
        REDIS.run("CONFIG", "RESETSTAT");

        Extended extended = get(ann.extend(holds, any -> true));

        assertThat(extended.lost()).containsExactlyInAnyOrder(holds.get(0), holds.get(MANY - 1));
        assertThat(extended.unanswered()).isEmpty();
        assertThat(calls("eval") + calls("evalsha")).isLessThanOrEqualTo(2L * MANY / LOCKS_PER_CALL);
        assertThat(calls("pexpire")).isEqualTo(MANY - 2);
        assertThat(get(ann.locks(holds.subList(1, 500).stream()
                        .map(LoadBalancerScene::lock)
                        .toList())))
                .allMatch(left -> left.compareTo(Duration.ofSeconds(50)) > 0);
    }

    @Test
    void g8_inAClusterTheyAreExtendedOneByOneWithinWhatAConnectionTakes() {
        LoadBalancer ann = store.open(ANN, LONG, RedisLoadBalancers.locksPerCall("cluster"));
        get(ann.beat(true, IDLE));
        List<Hold> holds = locked(ann.me(), MANY);
        REDIS.run("CONFIG", "RESETSTAT");

        assertThat(get(ann.extend(holds, any -> true))).isEqualTo(new Extended(Set.of(), Set.of()));

        assertThat(calls("pexpire")).isEqualTo(MANY);
        assertThat(calls("evalsha")).isGreaterThanOrEqualTo(MANY);
    }

    @Test
    void onlyAClusterKeepsLocksApart() {
        assertThat(RedisLoadBalancers.locksPerCall("cluster")).isEqualTo(1);
        assertThat(RedisLoadBalancers.locksPerCall("standalone")).isEqualTo(LOCKS_PER_CALL);
        assertThat(RedisLoadBalancers.locksPerCall("sentinel")).isEqualTo(LOCKS_PER_CALL);
    }

    @Test
    void aLockThatMayNotBeLookedAtCountsAsNewAndSpoilsNoOther() {
        LoadBalancer ann = scene.join(ANN);
        List<LockKey> keys = List.of(new LockKey("orders", "1-0"), new LockKey("secret", "2-0"));
        REDIS.run("ACL", "SETUSER", "default", "resetkeys", "~orders*");
        try {
            assertThat(get(ann.locks(keys))).containsExactly(Duration.ZERO, LONG);
        } finally {
            REDIS.run("ACL", "SETUSER", "default", "allkeys");
        }
    }

    @Test
    void g8_tenThousandLocksCanBeLookedAt() {
        LoadBalancer ann = scene.join(ANN);
        List<LockKey> keys =
                locked(GO, MANY).stream().map(LoadBalancerScene::lock).toList();
        REDIS.run("DEL", keys.get(7).key());

        List<Duration> left = get(ann.locks(keys));

        assertThat(left).hasSize(MANY);
        assertThat(IntStream.range(0, MANY).filter(i -> left.get(i).isZero())).containsExactly(7);
    }

    @Test
    void g8_moreStreamsThanAConnectionTakesCommandsAreHandedOverAtOnce() {
        LoadBalancer ann = scene.join(ANN);
        List<Hold> holds = held(ann, 5000);

        List<CompletableFuture<?>> gone = new ArrayList<>();
        for (Hold hold : holds) {
            gone.add(ann.letGo(hold, false, Duration.ZERO)
                    .thenAccept(failures -> assertThat(failures).contains(0))
                    .toCompletableFuture());
        }

        get(CompletableFuture.allOf(gone.toArray(CompletableFuture[]::new)));
        assertThat(LoadBalancerScene.beat(ann).owners())
                .containsExactly(
                        new LoadBalancer.Owner(LoadBalancer.NOBODY, LoadBalancer.Owner.Kind.NOBODY, holds.size()));
    }

    @Test
    void aLockThatWasLetGoIsNotExtendedByWhatWasSentBefore() {
        LoadBalancer ann = scene.join(ANN);
        Hold hold = scene.hold(ann, "a");

        CompletionStage<Extended> extended = ann.extend(List.of(hold), any -> true);
        get(ann.letGo(hold, false, Duration.ZERO));
        get(extended);

        store.advance(Duration.ofMillis(1));
        assertThat(store.lockedBy(lock(hold))).isEmpty();
    }

    @Test
    void aLockThatIsLetGoWhileItWaitsToBeExtendedIsNotExtended() {
        LoadBalancer ann = store.open(ANN, LONG, RedisLoadBalancers.locksPerCall("cluster"));
        get(ann.beat(true, IDLE));
        Hold hold = scene.hold(ann, "a");
        AtomicBoolean held = new AtomicBoolean(true);
        List<Hold> before = locked(ann.me(), MANY);
        CompletionStage<Extended> extended = ann.extend(
                Stream.concat(before.stream(), Stream.of(hold)).toList(), one -> !one.equals(hold) || held.get());

        held.set(false);
        get(ann.letGo(hold, true, Duration.ofSeconds(10)));
        get(extended);

        assertThat(get(ann.locks(List.of(lock(hold)))).get(0)).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void looksAtManyLocksDoNotDelayExtension() {
        LoadBalancer ann = scene.join(ANN);
        Hold hold = scene.hold(ann, "a");
        List<LockKey> keys = IntStream.range(0, MANY)
                .mapToObj(i -> new LockKey("absent-" + i, "1-1"))
                .toList();

        CompletableFuture<List<Duration>> looked = ann.locks(keys).toCompletableFuture();
        get(ann.extend(List.of(hold), any -> true));

        assertThat(looked).isNotDone();
        assertThat(get(looked)).hasSize(MANY);
    }

    @Test
    void whatOneCallFailsToExtendIsAllThatIsNotExtended() {
        LoadBalancer ann = store.open(ANN, LONG, RedisLoadBalancers.locksPerCall("cluster"));
        get(ann.beat(true, IDLE));
        List<Hold> holds = locked(ann.me(), 10);
        REDIS.run("CLIENT", "PAUSE", 300, "ALL");
        RedisLane lane = REDIS.lanes().coordination();
        List<CompletableFuture<Response>> others = IntStream.range(4, LANE)
                .mapToObj(i -> lane.send(Request.cmd(Command.PING)))
                .toList();

        Extended extended = get(ann.extend(holds, any -> true));
        get(CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)));

        assertThat(extended.lost()).isEmpty();
        assertThat(extended.unanswered()).containsExactlyInAnyOrderElementsOf(holds.subList(4, 10));
        List<Duration> left =
                get(ann.locks(holds.stream().map(LoadBalancerScene::lock).toList()));
        assertThat(left.subList(0, 4)).allMatch(duration -> duration.compareTo(Duration.ofSeconds(50)) > 0);
        assertThat(left.subList(4, 10)).allMatch(duration -> duration.compareTo(Duration.ofSeconds(50)) < 0);
    }

    @Test
    void whoWakesFindsTheLockEndingAsItShould() {
        LoadBalancer ann = scene.join(ANN);
        Hold hold = scene.hold(ann, "a");
        watch(() -> get(ann.letGo(hold, true, Duration.ofSeconds(30))));

        int locked = indexOf("PEXPIRE", lock(hold).key(), "30000");
        int told = indexOf("PUBLISH", REDIS.keys().serviceWake(RedisLoadBalancerStore.SERVICE), "free");

        assertThat(locked).isNotNegative();
        assertThat(told).isGreaterThan(locked);
    }

    @Test
    void whatIsHandedOverExpiresAndWhatIsDoneIsDeleted() {
        LoadBalancer ann = scene.join(ANN);
        Hold handedOver = scene.hold(ann, "a");
        Hold done = scene.hold(ann, "b");
        List<String> events = new CopyOnWriteArrayList<>();
        REDIS.run("CONFIG", "SET", "notify-keyspace-events", "Egx");
        RedisLane listener = REDIS.lanes().open();
        get(listener.run(
                connection -> {
                    connection.handler(message -> events.add(message.toString()));
                    return connection.send(Request.cmd(Command.PSUBSCRIBE).arg("__keyevent@0__:*"));
                },
                Duration.ZERO));

        get(ann.letGo(handedOver, false, Duration.ZERO));
        get(ann.done(done));

        await().until(() -> events.stream()
                .anyMatch(event -> event.contains(":expired")
                        && event.contains(lock(handedOver).key())));
        assertThat(events)
                .anyMatch(event ->
                        event.contains(":del") && event.contains(lock(done).key()));
        assertThat(events)
                .noneMatch(event ->
                        event.contains(":expired") && event.contains(lock(done).key()));
    }

    @Test
    void scriptsOfTheStreamTouchNoLock() {
        LoadBalancer ann = scene.join(ANN);
        watch(() -> {
            Hold hold = scene.hold(ann, "a");
            get(ann.checkpoint(hold, "1-0"));
            get(ann.done(hold));
        });

        assertThat(commands)
                .filteredOn(words ->
                        words.get(0).equalsIgnoreCase("evalsha") || words.get(0).equalsIgnoreCase("eval"))
                .isNotEmpty()
                .allSatisfy(words -> {
                    List<String> keys = words.subList(3, 3 + Integer.parseInt(words.get(2)));
                    Set<Boolean> locks = keys.stream()
                            .map(key -> key.contains(LockKey.SEPARATOR))
                            .collect(toSet());
                    assertThat(locks).hasSize(1);
                });
    }

    /** Locks of holds that nobody has claimed. */
    private static List<Hold> locked(String owner, int count) {
        List<Hold> holds = IntStream.range(0, count)
                .mapToObj(i -> new Hold("1-" + i, "order-stream-" + i, 1))
                .toList();
        List<CompletableFuture<?>> set = new ArrayList<>();
        for (int i = 0; i < count; i += 500) {
            Request script = Request.cmd(Command.EVAL)
                    .arg("for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'PX', 30000) end")
                    .arg(Math.min(500, count - i));
            holds.subList(i, Math.min(i + 500, count))
                    .forEach(hold -> script.arg(lock(hold).key()));
            set.add(REDIS.lanes().topics().send(script.arg(owner)));
        }
        get(CompletableFuture.allOf(set.toArray(CompletableFuture[]::new)));
        return holds;
    }

    private List<Hold> held(LoadBalancer balancer, int count) {
        REDIS.run(
                "EVAL",
                "for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], '1-' .. i, 'lbs-input', 's' .. i) end",
                1,
                RedisLoadBalancerStore.INPUT,
                count);
        REDIS.run(
                "XREADGROUP",
                "GROUP",
                RedisLoadBalancerStore.GROUP,
                balancer.me(),
                "STREAMS",
                RedisLoadBalancerStore.INPUT,
                ">");
        List<CompletableFuture<LoadBalancer.Claim>> claims = IntStream.rangeClosed(1, count)
                .mapToObj(i -> balancer.claim("1-" + i, "s" + i, balancer.me(), Duration.ZERO, false)
                        .toCompletableFuture())
                .toList();
        return claims.stream()
                .map(claim -> LoadBalancerScene.granted(get(claim)).hold())
                .toList();
    }

    private void watch(Runnable what) {
        try (Monitor monitor = Monitor.start(REDIS.server().port(), (inScript, words) -> commands.add(words))) {
            what.run();
            monitor.finish();
        }
    }

    private int indexOf(String... words) {
        return IntStream.range(0, commands.size())
                .filter(i -> commands.get(i).size() == words.length
                        && IntStream.range(0, words.length)
                                .allMatch(j -> commands.get(i).get(j).equalsIgnoreCase(words[j])))
                .findFirst()
                .orElse(-1);
    }

    private static long calls(String command) {
        return REDIS.text("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
                .findFirst()
                .orElse(0);
    }
}
