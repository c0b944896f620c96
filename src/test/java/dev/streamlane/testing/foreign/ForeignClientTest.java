package dev.streamlane.testing.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.streamlane.testing.Monitor;
import dev.streamlane.testing.RedisServer;
import dev.streamlane.testing.RespConnection;
import dev.streamlane.testing.foreign.ForeignClient.Options;
import dev.streamlane.testing.foreign.ForeignClient.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the foreign client to what redis-stream-client-go was seen to do. */
class ForeignClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String LOCK = "s<MUTEX_KEY_SEP>5-1";
    private static final String ME = "redis-consumer-pod";

    private static RedisServer server;
    private static RespConnection redis;

    private final List<List<String>> commands = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Work untilEnd = stream -> end.await();
    private Monitor monitor;

    @BeforeAll
    static void startRedis() {
        server = RedisServer.start();
        redis = new RespConnection(server.port());
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
        server.close();
    }

    @BeforeEach
    void watch() {
        redis.call("FLUSHALL");
        redis.call("CONFIG", "SET", "notify-keyspace-events", "");
        monitor = Monitor.start(server.port(), (inScript, words) -> commands.add(words));
    }

    @AfterEach
    void stopWatching() {
        end.countDown();
        monitor.close();
    }

    @Test
    void listensThenCreatesTheGroupAtTheEndThenRecoversWhatWasIdleForLongThenReads() {
        try (ForeignClient client = start("pod", Options.DEFAULTS)) {
            awaitCommand("xreadgroup");

            assertThat(client.held()).isEmpty();
            assertThat(commands)
                    .containsExactly(
                            List.of("psubscribe", "__keyspace@0__:*<MUTEX_KEY_SEP>*"),
                            List.of("xgroup", "create", "svc-input", "svc-group", "$", "mkstream"),
                            List.of("xautoclaim", "svc-input", "svc-group", ME, "40000", "0-0", "count", "1000"),
                            List.of("xreadgroup", "group", "svc-group", ME, "block", "0", "streams", "svc-input", ">"));
            assertThat(redis.call("CONFIG", "GET", "notify-keyspace-events"))
                    .isEqualTo(List.of("notify-keyspace-events", "xKE"));
        }
    }

    @Test
    void refusesToStartWhereSomebodyHasSetTheNotificationsUnlessItIsToldToOverride() {
        redis.call("CONFIG", "SET", "notify-keyspace-events", "Kx");

        assertThatThrownBy(() -> start("pod", Options.DEFAULTS)).isInstanceOf(IllegalStateException.class);
        start("pod", Options.DEFAULTS.overriding()).close();
    }

    @Test
    void locksExtendsEachSecondAndWhenDoneUnlocksThenAcknowledgesThenDeletes() {
        try (ForeignClient client = start("pod", Options.DEFAULTS)) {
            add("5-1", "s");
            await().atMost(LIMIT).until(() -> count("PEXPIRE") == 2);
            assertThat(client.held()).containsExactly("s");
            end.countDown();
            awaitCommand("xdel");

            assertThat(commands)
                    .filteredOn(words -> !List.of("eval", "xreadgroup").contains(words.get(0)))
                    .endsWith(
                            List.of("set", LOCK, ME, "ex", "2", "nx"),
                            List.of("GET", LOCK),
                            List.of("PEXPIRE", LOCK, "2000"),
                            List.of("GET", LOCK),
                            List.of("PEXPIRE", LOCK, "2000"),
                            List.of("GET", LOCK),
                            List.of("DEL", LOCK),
                            List.of("xack", "svc-input", "svc-group", "5-1"),
                            List.of("xdel", "svc-input", "5-1"));
            assertThat(client.held()).isEmpty();
        }
    }

    @Test
    void triesALockThatSomebodyElseHas32TimesAndThenReadsNoMoreButKeepsWhatItHas() {
        try (ForeignClient client = start("pod", Options.DEFAULTS)) {
            redis.call("SET", LOCK, "somebody");
            add("4-1", "kept");
            add("5-1", "s");
            await().atMost(LIMIT).until(client::readerEnded);
            add("6-1", "unread");

            assertThat(commands)
                    .filteredOn(words -> words.equals(List.of("set", LOCK, ME, "ex", "2", "nx")))
                    .hasSize(32);
            await().atMost(LIMIT).until(() -> count("PEXPIRE") >= 2);
            assertThat(client.held()).containsExactly("kept");
            assertThat(redis.call("GET", LOCK)).isEqualTo("somebody");
        }
    }

    @Test
    void claimsWhatItHearsToHaveExpiredIfThatIsIdleForTwoSeconds() {
        try (ForeignClient dead = start("dead", Options.DEFAULTS);
                ForeignClient client = start("pod", Options.DEFAULTS.overriding())) {
            await().atMost(LIMIT).until(() -> count("xreadgroup") == 2);
            add("5-1", "s");
            await().atMost(LIMIT).until(() -> dead.held().contains("s"));

            dead.kill();

            await().atMost(LIMIT).until(() -> client.held().contains("s"));
            assertThat(commands)
                    .containsSubsequence(
                            List.of("xclaim", "svc-input", "svc-group", ME, "2000", "5-1"),
                            List.of("set", LOCK, ME, "ex", "2", "nx"));
        }
    }

    @Test
    void takesItsLockAgainAfterAPauseIfNobodyElseDidAndIsToldOtherwise() {
        try (ForeignClient client = start("pod", Options.DEFAULTS)) {
            add("5-1", "s");
            add("5-2", "t");
            await().atMost(LIMIT).until(() -> count("PEXPIRE") >= 2);

            client.pause();
            await().atMost(LIMIT).until(() -> redis.call("GET", LOCK) == null);
            redis.call("SET", "t<MUTEX_KEY_SEP>5-2", "somebody");
            client.resume();

            await().atMost(LIMIT).until(() -> client.disowned().equals(List.of("t")));
            await().atMost(LIMIT).until(() -> ME.equals(redis.call("GET", LOCK)));
            assertThat(client.held()).containsExactly("s");
        }
    }

    @Test
    void endsTheLaterOfTwoEntriesWithOneNameWhenItIsDoneWithTheEarlier() {
        Work first = stream -> (stream.entryId().equals("5-1") ? end : new CountDownLatch(1)).await();
        try (ForeignClient client = ForeignClient.start(server.port(), "svc", "pod", Options.DEFAULTS, first)) {
            add("5-1", "s");
            add("5-2", "s");
            await().atMost(LIMIT).until(() -> redis.call("GET", "s<MUTEX_KEY_SEP>5-2") != null);
            end.countDown();
            awaitCommand("xdel");

            assertThat(commands).contains(List.of("xack", "svc-input", "svc-group", "5-2"));
            assertThat(client.held()).isEmpty();
        }
    }

    @Test
    void readsTheFieldsOfAnAssignmentInUpperAndLowerCase() {
        try (ForeignClient client = start("pod", Options.DEFAULTS)) {
            addText("5-1", "{\"datastreamname\":\"s\",\"other\":1}");

            await().atMost(LIMIT).until(() -> client.held().contains("s"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "[]",
                "{\"Info\":{}}",
                "{\"DataStreamName\":\"\"}",
                "{\"DataStreamName\":7}",
                "{\"DataStreamName\":\"s\",\"Info\":\"text\"}"
            })
    void readsNoMoreAfterAnEntryThatIsNoAssignment(String text) {
        try (ForeignClient client = start("pod", Options.DEFAULTS)) {
            addText("5-1", text);

            await().atMost(LIMIT).until(client::readerEnded);
            assertThat(client.held()).isEmpty();
        }
    }

    private ForeignClient start(String podName, Options options) {
        return ForeignClient.start(server.port(), "svc", podName, options, untilEnd);
    }

    private static void add(String id, String name) {
        addText(id, "{\"DataStreamName\":\"" + name + "\",\"Info\":{}}");
    }

    private static void addText(String id, String assignment) {
        redis.call("XADD", "svc-input", id, "lbs-input", assignment);
    }

    private void awaitCommand(String name) {
        await().atMost(LIMIT).until(() -> count(name) > 0);
    }

    private long count(String name) {
        return commands.stream().filter(words -> words.get(0).equals(name)).count();
    }
}
