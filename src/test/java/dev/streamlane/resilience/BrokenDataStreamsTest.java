package dev.streamlane.resilience;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.streamlane.job.StreamEntry;
import dev.streamlane.redis.RedisProcess;
import dev.streamlane.streams.DataStreams;
import dev.streamlane.streams.DataStreams.Cursor;
import dev.streamlane.testing.ProxyLink;
import dev.streamlane.testing.TcpProxy;
import dev.streamlane.topic.StoreUnavailableException;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reading data streams over connections that break. */
class BrokenDataStreamsTest {
    private static final String START = "0-0";
    private static final int READ_BATCH = 50;

    /** How many streams a command has. */
    private static final int WIDTH = RedisProcess.streamsInOneLook(READ_BATCH);

    @RegisterExtension
    static final Stage STAGE = new Stage();

    private TcpProxy proxy;
    private DataStreams streams;

    @BeforeEach
    void connect() {
        proxy = STAGE.proxy();
        streams = STAGE.keep(STAGE.process(proxy.uri())).dataStreams("incarnation", READ_BATCH, 1);
    }

    @Test
    void G7_aWaitOutlivesItsConnection() {
        CompletionStage<List<StreamEntry>> next = streams.open("stream", START).next();
        awaitBlocked(1);

        proxy.links().stream().filter(BrokenDataStreamsTest::waits).forEach(ProxyLink::reset);

        awaitBlocked(0);
        awaitBlocked(1);
        assertArrives(next);
    }

    @Test
    void G7_aConnectionThatFellSilentIsReplaced() {
        CompletionStage<List<StreamEntry>> next = streams.open("stream", START).next();
        awaitBlocked(1);

        proxy.links().stream().filter(BrokenDataStreamsTest::waits).forEach(ProxyLink::swallow);

        assertArrives(next);
    }

    @Test
    void G7_whileRedisIsOutOfReachReadsFailNowAndThenAndAfterwardsTheySucceed() {
        Cursor cursor = streams.open("stream", START);
        CompletionStage<List<StreamEntry>> next = cursor.next();
        awaitBlocked(1);
        proxy.refuse();
        int before = proxy.attempts();
        long began = System.nanoTime();

        assertThatThrownBy(() -> get(next)).isInstanceOf(StoreUnavailableException.class);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> get(cursor.next())).isInstanceOf(StoreUnavailableException.class);
        }

        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(took).isGreaterThan(RedisProcess.POLL.multipliedBy(4));
        assertThat(proxy.attempts() - before).isLessThan(10);
        proxy.heal();
        String id = append("stream");
        assertThat(ids(awaitNext(cursor))).containsExactly(id);
    }

    @Test
    void G7_aServerThatComesBackEmptyIsWaitedFor() {
        Cursor cursor = streams.open("stream", START);
        CompletionStage<List<StreamEntry>> next = cursor.next();
        awaitBlocked(1);

        STAGE.server().stop();
        assertThatThrownBy(() -> get(next)).isInstanceOf(StoreUnavailableException.class);
        STAGE.server().restartEmpty();

        String id = append("stream");
        assertThat(ids(awaitNext(cursor))).containsExactly(id);
    }

    @Test
    void G7_commandsThatAreTooWideToBeAnsweredInTimeGetNarrower() {
        List<String> names =
                IntStream.range(0, 5 * WIDTH).mapToObj(i -> "stream-" + i).toList();
        names.forEach(BrokenDataStreamsTest::append);
        proxy.swallow("*" + (4 + 2 * WIDTH) + "\r\n");
        Set<String> read = ConcurrentHashMap.newKeySet();

        names.forEach(name -> readInTheEnd(streams.open(name, START), read, name));

        await().untilAsserted(() -> assertThat(read).hasSize(5 * WIDTH));
        assertThat(proxy.attempts()).isGreaterThan(1);
    }

    @Test
    void G8_closedCursorsLeaveNothingBehind() {
        for (int i = 0; i < 5000; i++) {
            Cursor cursor = streams.open("stream-" + i, START);
            cursor.next(Duration.ofMinutes(1));
            cursor.close();
        }

        assertWaitsOnAConnectionAndGivesItBack();
    }

    @Test
    void G8_aConnectionThatIsNotNeededIsGivenBack() {
        assertWaitsOnAConnectionAndGivesItBack();
        assertWaitsOnAConnectionAndGivesItBack();
    }

    private void assertWaitsOnAConnectionAndGivesItBack() {
        CompletionStage<List<StreamEntry>> next =
                streams.open("stream", lastId()).next();
        awaitBlocked(1);
        assertArrives(next);
        await().until(() -> proxy.links().size() == 1);
    }

    private static void assertArrives(CompletionStage<List<StreamEntry>> next) {
        String id = append("stream");
        assertThat(ids(get(next))).containsExactly(id);
    }

    /** As whoever reads does: it asks again for as long as Redis does not answer. */
    private static List<StreamEntry> awaitNext(Cursor cursor) {
        List<StreamEntry> found = new ArrayList<>();
        await().ignoreException(StoreUnavailableException.class).until(() -> found.addAll(get(cursor.next())));
        return found;
    }

    private static void readInTheEnd(Cursor cursor, Set<String> read, String name) {
        cursor.next().whenComplete((entries, failure) -> {
            if (failure == null) {
                read.add(name);
            } else {
                readInTheEnd(cursor, read, name);
            }
        });
    }

    private static String lastId() {
        Response last = STAGE.run("XREVRANGE", "stream", "+", "-", "COUNT", 1);
        return last.size() == 0 ? START : last.get(0).get(0).toString();
    }

    private static String append(String name) {
        return STAGE.run("XADD", name, "*", "a", "1").toString();
    }

    /** Waits until so many connections wait for something. */
    private static void awaitBlocked(int clients) {
        await().until(() -> STAGE.run("INFO", "clients").toString().contains("blocked_clients:" + clients + "\r"));
    }

    private static boolean waits(ProxyLink link) {
        return link.carries("BLOCK");
    }

    private static List<String> ids(List<StreamEntry> entries) {
        return entries.stream().map(StreamEntry::id).toList();
    }
}
