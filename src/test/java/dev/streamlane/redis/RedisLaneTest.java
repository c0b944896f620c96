package dev.streamlane.redis;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.streamlane.execution.EventLoop;
import dev.streamlane.testing.Signal;
import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisLaneTest {
    private static final Duration TIMEOUT = Duration.ofMillis(1500);

    @RegisterExtension
    static final RedisFixture REDIS =
            new RedisFixture(new RedisFixture.Settings(TIMEOUT, TIMEOUT, 0, Duration.ofMillis(10)));

    private RedisLane lane;
    private boolean stopped;

    @BeforeEach
    void openLane() {
        lane = REDIS.lanes().open();
    }

    @AfterEach
    void recover() {
        if (stopped) {
            REDIS.signal(Signal.CONT);
        }
    }

    @Test
    void answersComeInTheOrderOfTheCallsThoughNobodyWaited() {
        List<CompletableFuture<Response>> answers = IntStream.range(0, 1000)
                .mapToObj(i -> lane.send(Request.cmd(Command.INCR).arg("n")))
                .toList();

        assertThat(answers)
                .extracting(answer -> get(answer).toInteger())
                .isEqualTo(IntStream.rangeClosed(1, 1000).boxed().toList());
    }

    @Test
    void answersAreReadOnTheThreadThatWorksOnThem() {
        CompletableFuture<Thread> reading = new CompletableFuture<>();
        Redis client = Redis.createClient(REDIS.vertx(), REDIS.server().uri().toString());
        RedisConnection connection = get(client.connect().toCompletionStage());
        connection.handler(pushed -> reading.complete(Thread.currentThread()));
        get(connection.send(Request.cmd(Command.SUBSCRIBE).arg("news")).toCompletionStage());
        REDIS.run("PUBLISH", "news", "hello");

        EventLoop loop = new EventLoop(REDIS.vertx());

        assertThat(get(CompletableFuture.supplyAsync(Thread::currentThread, loop)))
                .isEqualTo(get(reading));
        client.close();
    }

    @Test
    void callersShareOneConnection() {
        int before = REDIS.connects();

        List<CompletableFuture<Response>> ids =
                IntStream.range(0, 50).mapToObj(i -> clientId()).toList();

        assertThat(ids)
                .extracting(id -> get(id).toLong())
                .containsOnly(get(clientId()).toLong());
        assertThat(REDIS.connects()).isEqualTo(before + 1);
    }

    @Test
    void g7_aBrokenConnectionFailsWhatIsUnderWayAndTheNextCallConnectsAnew() {
        long first = get(clientId()).toLong();
        CompletableFuture<Response> blocked = block();

        awaitBlockedClient();
        REDIS.killConnections("normal");

        assertThatThrownBy(() -> get(blocked)).isInstanceOf(StoreUnavailableException.class);
        assertThat(get(clientId()).toLong()).isNotEqualTo(first);
    }

    @Test
    void g7_aServerThatStopsAnsweringIsNoticedAndItsConnectionClosed() {
        long first = get(clientId()).toLong();
        stop();

        assertThatThrownBy(() -> get(clientId()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("Redis did not answer within 1500 ms");

        resume();
        await().untilAsserted(() -> assertThat(get(clientId()).toLong()).isNotEqualTo(first));
    }

    @Test
    void g7_aSilentServerFailsEvenThePatientCallsOfItsConnection() {
        get(clientId());
        CompletableFuture<Response> patient = block();
        awaitBlockedClient();
        stop();

        assertThatThrownBy(() -> get(clientId())).isInstanceOf(StoreUnavailableException.class);

        assertThatThrownBy(() -> get(patient)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aBlockingCommandMayTakeLongerThanTheTimeout() {
        Request block = Request.cmd(Command.BLPOP).arg("nothing").arg("1");

        Response nothing = get(lane.run(connection -> connection.send(block), Duration.ofSeconds(1)));

        assertThat((Object) nothing).isNull();
    }

    @Test
    void g7_whileTheServerIsAwayCallsFailAndAfterwardsTheySucceed() {
        get(clientId());
        REDIS.server().stop();

        assertThatThrownBy(() -> get(clientId())).isInstanceOf(StoreUnavailableException.class);

        REDIS.server().restartEmpty();
        await().untilAsserted(() -> assertThat(get(clientId()).toLong()).isPositive());
    }

    @Test
    void g7_whoTriesAgainAtOnceIsSlowedDown() {
        REDIS.server().stop();
        int before = REDIS.connects();
        long start = System.nanoTime();

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> get(clientId())).isInstanceOf(StoreUnavailableException.class);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(100 + 200 + 400));
        assertThat(REDIS.connects() - before).isLessThanOrEqualTo(5);
        REDIS.server().restartEmpty();
    }

    @Test
    void g7_thoseWhoWaitForAConnectionShareOneAttempt() {
        REDIS.server().stop();
        int before = REDIS.connects();

        List<CompletableFuture<Response>> answers;
        RedisLane one = lane;
        // By the lane's own lock the attempt does not end before all wait for it.
        synchronized (one) {
            answers = IntStream.range(0, 50).mapToObj(i -> clientId()).toList();
        }

        answers.forEach(answer -> assertThatThrownBy(() -> get(answer)).isInstanceOf(StoreUnavailableException.class));
        assertThat(REDIS.connects() - before).isEqualTo(1);
        REDIS.server().restartEmpty();
    }

    @Test
    void g8_tooManyCommandsUnderWayAreRefusedAtOnce() {
        get(clientId());
        stop();
        List<CompletableFuture<Response>> answers = new ArrayList<>();
        IntStream.range(0, 4096).forEach(i -> answers.add(clientId()));

        assertThatThrownBy(() -> get(clientId()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("Too many commands wait for Redis");

        resume();
        answers.forEach(answer -> answer.exceptionally(failure -> null).join());
    }

    @Test
    void g7_aMasterThatWasDemotedIsLeft() {
        long first = get(clientId()).toLong();
        REDIS.run("REPLICAOF", "127.0.0.1", "1");

        assertThatThrownBy(() -> get(lane.call(register())))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("READONLY");

        REDIS.run("REPLICAOF", "NO", "ONE");
        assertThat(get(lane.call(register())).size()).isEqualTo(1);
        assertThat(get(clientId()).toLong()).isNotEqualTo(first);
    }

    @Test
    void g7_scriptsAreTaughtToARedisThatForgotThemAlsoWithoutWaiting() {
        get(lane.call(register()));
        REDIS.run("SCRIPT", "FLUSH");

        List<CompletableFuture<Response>> replies =
                IntStream.range(0, 20).mapToObj(i -> lane.call(register())).toList();

        replies.forEach(reply ->
                assertThat(Replies.code(Script.TOPIC_REGISTER, get(reply))).isEqualTo(Code.TAKEN));
    }

    @Test
    void anErrorOfOneCommandFailsThatOneOnly() {
        CompletableFuture<Response> before = clientId();
        CompletableFuture<Response> wrong = lane.send(Request.cmd(Command.XLEN).arg("text"));
        REDIS.run("SET", "text", "1");
        CompletableFuture<Response> refused =
                lane.send(Request.cmd(Command.XLEN).arg("text"));
        CompletableFuture<Response> after = clientId();

        assertThatThrownBy(() -> get(refused))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("Redis refused: WRONGTYPE");
        assertThat(get(after).toLong()).isEqualTo(get(before).toLong());
        wrong.exceptionally(failure -> null).join();
    }

    @Test
    void aClosedLaneFailsWhatIsUnderWayAndLeavesNoConnection() {
        long id = get(clientId()).toLong();
        CompletableFuture<Response> blocked = block();

        REDIS.lanes().close(lane);

        assertThatThrownBy(() -> get(blocked)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> get(clientId())).isInstanceOf(StoreUnavailableException.class);
        await().until(() -> !REDIS.text("CLIENT", "LIST").contains("id=" + id + " "));
    }

    @Test
    void noLaneConnectsAfterAllWereClosed() {
        REDIS.lanes().close();
        int before = REDIS.connects();

        RedisLane late = REDIS.lanes().open();

        assertThatThrownBy(() -> get(late.send(Request.cmd(Command.PING))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(REDIS.connects()).isEqualTo(before);
    }

    private static ScriptCall register() {
        return ScriptCall.of(Script.TOPIC_REGISTER, List.of("names"), "topic", "10");
    }

    private CompletableFuture<Response> clientId() {
        return lane.send(Request.cmd(Command.CLIENT).arg("ID"));
    }

    private CompletableFuture<Response> block() {
        Request block = Request.cmd(Command.BLPOP).arg("nothing").arg("60");
        return lane.run(connection -> connection.send(block), Duration.ofMinutes(1));
    }

    private static void awaitBlockedClient() {
        await().until(() -> REDIS.text("INFO", "clients").contains("blocked_clients:1"));
    }

    private void stop() {
        REDIS.signal(Signal.STOP);
        stopped = true;
    }

    private void resume() {
        REDIS.signal(Signal.CONT);
        stopped = false;
    }
}
