package dev.streamlane.redis;

import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.streamlane.job.StreamEntry;
import dev.streamlane.streams.DataStreams;
import dev.streamlane.streams.DataStreams.Cursor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A wait lasts longer than any test, so that nothing is found only because one has ended. */
class RedisDataStreamsTest {
    private static final int READ_BATCH = 10;
    private static final int ROUNDS = 30;
    private static final String START = "0-0";

    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture(
            new RedisFixture.Settings(Duration.ofSeconds(5), Duration.ofMinutes(1), 0, Duration.ofMillis(20)));

    private DataStreams streams;

    @BeforeEach
    void create() {
        streams = REDIS.dataStreams(READ_BATCH, new WaitingPlaces(10));
        REDIS.run("CONFIG", "RESETSTAT");
    }

    @Test
    void nothingIsSkippedOrDoubledOrReorderedWhileManyStreamsGrow() {
        List<String> names = names(2 * Watch.MOST_STREAMS + 50);
        Map<String, List<String>> read = new ConcurrentHashMap<>();
        names.forEach(name -> readAll(streams.open(name, START), read.computeIfAbsent(name, key -> log())));
        Random random = new Random(1);

        for (int round = 0; round < ROUNDS; round++) {
            List<String> chosen =
                    random.ints(100, 0, names.size()).mapToObj(names::get).toList();
            get(REDIS.appendToEach(chosen));
        }

        await().untilAsserted(() -> assertThat(count(read)).isGreaterThanOrEqualTo(100 * ROUNDS));
        names.forEach(name -> assertThat(read.get(name)).isEqualTo(REDIS.entryIds(name)));
    }

    @Test
    void g8_readsThatAreAskedForTogetherShareCommandsAndConnections() {
        int count = 2 * Watch.MOST_STREAMS + 50;

        names(count).forEach(name -> streams.open(name, START).next());

        REDIS.awaitBlocked(3);
        assertThat(REDIS.calls("xread")).isLessThan(count / 10);
        String id = REDIS.append("stream-" + (count - 1), Map.of("a", "1"));
        assertThat(ids(get(streams.open("stream-" + (count - 1), START).next())))
                .containsExactly(id);
    }

    @Test
    void g8_quietStreamsTakeNoMoreThanOneCommandForHundredsOfThem() {
        names(Watch.MOST_STREAMS).forEach(name -> streams.open(name, START).next());
        REDIS.awaitBlocked(1);
        await().during(Duration.ofMillis(100))
                .until(() -> REDIS.text("CLIENT", "LIST").contains("cmd=xread"));
        long calls = REDIS.calls("xread");

        REDIS.advance(Duration.ofMillis(300));

        assertThat(REDIS.calls("xread")).isEqualTo(calls);
    }

    @Test
    void g8_nothingIsReadForWhoDoesNotAsk() {
        List<Cursor> cursors =
                names(50).stream().map(name -> streams.open(name, START)).toList();
        String id = REDIS.append("stream-0", Map.of("a", "1"));
        assertThat(ids(get(cursors.get(0).next()))).containsExactly(id);
        long calls = REDIS.calls("xread");

        names(50).forEach(name -> REDIS.append(name, Map.of("a", "2")));
        REDIS.advance(Duration.ofMillis(100));

        assertThat(REDIS.calls("xread")).isEqualTo(calls).isEqualTo(1);
    }

    @Test
    void aKeyThatIsNoStreamFailsOnlyThoseWhoReadIt() {
        REDIS.run("SET", "stream-3", "text");
        List<String> names = names(8);
        Map<String, String> ids = new ConcurrentHashMap<>();
        names.stream()
                .filter(name -> !name.equals("stream-3"))
                .forEach(name -> ids.put(name, REDIS.append(name, Map.of("a", "1"))));

        Map<String, CompletionStage<List<StreamEntry>>> reads = new ConcurrentHashMap<>();
        names.forEach(name -> reads.put(name, streams.open(name, START).next()));

        assertThatThrownBy(() -> get(reads.get("stream-3")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The key stream-3 cannot be read as a stream: Redis refused: WRONGTYPE");
        ids.forEach((name, id) -> assertThat(ids(get(reads.get(name)))).containsExactly(id));
    }

    @Test
    void aKeyThatBecomesSomethingElseFailsOnlyThoseWhoWaitForIt() {
        CompletionStage<List<StreamEntry>> bad = streams.open("bad", START).next();
        CompletionStage<List<StreamEntry>> good = streams.open("good", START).next();
        CompletionStage<List<StreamEntry>> other = streams.open("other", START).next();
        REDIS.awaitBlocked(1);
        REDIS.run("SET", "bad", "text");

        String first = REDIS.append("good", Map.of("a", "1"));

        assertThat(ids(get(good))).containsExactly(first);
        assertThatThrownBy(() -> get(bad)).isInstanceOf(IllegalStateException.class);
        String second = REDIS.append("other", Map.of("a", "1"));
        assertThat(ids(get(other))).containsExactly(second);
    }

    @Test
    void whoFindsNoPlaceToWaitLooksNowAndThen() {
        WaitingPlaces places = new WaitingPlaces(1);
        places.take();
        DataStreams placeless = REDIS.dataStreams(READ_BATCH, places);
        Cursor cursor = placeless.open("stream-0", START);
        CompletionStage<List<StreamEntry>> next = cursor.next();
        await().until(() -> REDIS.calls("xread") > 2);
        REDIS.awaitBlocked(0);

        String id = REDIS.append("stream-0", Map.of("a", "1"));
        assertThat(ids(get(next))).containsExactly(id);

        cursor.next();
        places.giveBack();
        REDIS.awaitBlocked(1);
    }

    @Test
    void whoWaitsForAStreamThatIsWaitedForAlreadyGetsItsEntriesToo() {
        CompletionStage<List<StreamEntry>> first = streams.open("stream", START).next();
        REDIS.awaitBlocked(1);
        CompletionStage<List<StreamEntry>> second =
                streams.open("stream", START).next();
        await().until(() -> REDIS.calls("xread") > 2);

        String id = REDIS.append("stream", Map.of("a", "1"));

        assertThat(ids(get(first))).containsExactly(id);
        assertThat(ids(get(second))).containsExactly(id);
    }

    @Test
    void g8_whoClosesLeavesItsPlaceToOthers() {
        WaitingPlaces places = new WaitingPlaces(2);
        DataStreams few = REDIS.dataStreams(READ_BATCH, places);
        List<String> names = names(2 * Watch.MOST_STREAMS);
        List<Cursor> closed = names.subList(0, Watch.MOST_STREAMS).stream()
                .map(name -> few.open(name, START))
                .toList();
        closed.forEach(Cursor::next);
        REDIS.awaitBlocked(1);

        closed.forEach(Cursor::close);
        List<CompletionStage<List<StreamEntry>>> others = names.subList(Watch.MOST_STREAMS, names.size()).stream()
                .map(name -> few.open(name, START).next())
                .toList();
        REDIS.advance(Duration.ofMillis(100));
        get(REDIS.appendToEach(names));

        others.forEach(next -> assertThat(get(next)).hasSize(1));
        assertThat(places.take()).as("a place that was not needed").isTrue();
    }

    @Test
    void g8_aBellIsSmallAndGoesByItself() {
        for (String name : names(20)) {
            streams.open(name, START).next();
            REDIS.advance(Duration.ofMillis(10));
        }
        String bell = REDIS.keys().bell("incarnation", 1);
        await().until(() -> REDIS.number("EXISTS", bell) == 1);

        assertThat(REDIS.number("XLEN", bell)).isEqualTo(1);
        assertThat(REDIS.number("PTTL", bell)).isPositive();
    }

    private static void readAll(Cursor cursor, List<String> log) {
        cursor.next().thenAccept(entries -> {
            log.addAll(ids(entries));
            readAll(cursor, log);
        });
    }

    private static long count(Map<String, List<String>> entries) {
        return entries.values().stream().mapToLong(List::size).sum();
    }

    private static List<String> log() {
        return new CopyOnWriteArrayList<>();
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "stream-" + i).toList();
    }

    private static List<String> ids(List<StreamEntry> entries) {
        return entries.stream().map(StreamEntry::id).toList();
    }
}
