package dev.streamlane.redis;

import static dev.streamlane.testing.Stages.get;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.deadletter.DeadLetter.Field;
import dev.streamlane.deadletter.DeadLetterStore;
import dev.streamlane.deadletter.DeadLetterStore.Returned;
import dev.streamlane.deadletter.DeadLetterStoreContract;
import dev.streamlane.deadletter.Origin;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisDeadLettersTest extends DeadLetterStoreContract {
    private static final String TOPIC = "send_email";
    private static final String STREAM = "redisaq:send_email:2";
    private static final int MAX_ASSIGNMENTS = 3;

    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private RedisDeadLetters store;

    @BeforeEach
    void open() {
        store = new RedisDeadLetters(
                REDIS.lanes(),
                REDIS.keys(),
                new Writes(REDIS.lanes(), 0, Duration.ZERO),
                new Trimming(REDIS.lanes(), REDIS.keys()),
                MAX_ASSIGNMENTS);
    }

    @Override
    protected DeadLetterStore store() {
        return store;
    }

    @Override
    protected void add(String id, List<Field> fields) {
        List<Object> args = new ArrayList<>(List.of("redisaq:dead_letter", id));
        fields.forEach(field -> args.addAll(List.of(field.name(), field.value())));
        REDIS.run("XADD", args.toArray());
    }

    @Override
    protected void join(String topic, String group) {
        REDIS.run("SADD", REDIS.keys().groups(topic), group);
    }

    @Override
    protected List<String> written(String name, Integer partition) {
        String stream = partition == null ? REDIS.keys().input(name) : REDIS.keys().stream(name, partition);
        return REDIS.run("XRANGE", stream, "-", "+").stream()
                .map(entry -> fields(entry.get(1)))
                .toList();
    }

    private static String fields(Response flat) {
        return IntStream.range(0, flat.size() / 2)
                .filter(i -> !flat.get(2 * i).toString().equals("enqueued_at"))
                .mapToObj(i -> flat.get(2 * i) + "=" + flat.get(2 * i + 1))
                .collect(joining(" "));
    }

    @Test
    void redisSaysWhenItTookTheJob() {
        get(store.toTopic(TOPIC, 2, SETTINGS, JOB, "mark"));

        Response entry = REDIS.run("XRANGE", STREAM, "-", "+").get(0).get(1);
        assertThat(entry.get(6).toString()).isEqualTo("enqueued_at");
        assertThat(entry.get(7).toString()).matches("\\d{10}\\.\\d{3}");
    }

    @Test
    void g5_aPartitionFullOfUnfinishedJobsTakesNothingAndSaysWhoKeepsThem() {
        join(TOPIC, "slow");
        fill(10);
        REDIS.run("XGROUP", "CREATE", STREAM, "slow", "0");

        Returned returned = get(store.toTopic(TOPIC, 2, of(10, Overflow.REJECT), JOB, "mark"));

        assertThat(returned).isEqualTo(new Returned.Full(10, 10, Optional.of("slow")));
        assertThat(REDIS.number("XLEN", STREAM)).isEqualTo(10);
        assertThat(REDIS.number("EXISTS", REDIS.keys().replayed(STREAM))).isZero();
    }

    @Test
    void finishedJobsMakeRoom() {
        join(TOPIC, "fast");
        fill(10);
        REDIS.run("XGROUP", "CREATE", STREAM, "fast", "$");

        assertThat(get(store.toTopic(TOPIC, 2, of(10, Overflow.REJECT), JOB, "mark")))
                .isInstanceOf(Returned.Written.class);

        assertThat(REDIS.number("XLEN", STREAM)).isEqualTo(10);
    }

    @Test
    void aMarkIsForgottenAfterADayThoughReplaysGoOn() {
        long dayAgo = REDIS.time() - Duration.ofDays(1).toMillis();
        REDIS.run("ZADD", REDIS.keys().replayed(STREAM), dayAgo - 1, "old", dayAgo + 60_000, "young");

        get(store.toTopic(TOPIC, 2, SETTINGS, JOB, "mark"));

        assertThat(REDIS.run("ZRANGE", REDIS.keys().replayed(STREAM), 0, -1).stream()
                        .map(Response::toString))
                .containsExactly("young", "mark");
        assertThat(get(store.toTopic(TOPIC, 2, SETTINGS, JOB, "old"))).isInstanceOf(Returned.Written.class);
    }

    /** WAIT concerns writes: without one, it confirms nothing. */
    @Test
    void g1_aRepetitionWritesSomethingThatRedisReplicasCanConfirm() {
        get(store.toTopic(TOPIC, 2, SETTINGS, JOB, "mark"));
        long written = changes();

        assertThat(get(store.toTopic(TOPIC, 2, SETTINGS, JOB, "mark"))).isEqualTo(new Returned.Already());

        assertThat(changes()).isGreaterThan(written);
    }

    private static long changes() {
        return REDIS.run("INFO", "persistence")
                .toString()
                .lines()
                .filter(line -> line.startsWith("rdb_changes_since_last_save:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
    }

    @Test
    void aPartitionThatTrimsTakesItAnyway() {
        fill(200);

        assertThat(get(store.toTopic(TOPIC, 2, of(10, Overflow.TRIM), JOB, "mark")))
                .isInstanceOf(Returned.Written.class);

        assertThat(REDIS.number("XLEN", STREAM)).isLessThan(200);
    }

    @Test
    void aFullServiceTakesNothing() {
        List<Field> assignment = List.of(new Field("lbs-input", "{}"));
        for (int i = 0; i < MAX_ASSIGNMENTS; i++) {
            get(store.toService("orders", assignment, "mark-" + i));
        }

        assertThat(get(store.toService("orders", assignment, "mark")))
                .isEqualTo(new Returned.Full(MAX_ASSIGNMENTS, MAX_ASSIGNMENTS, Optional.empty()));
    }

    @Test
    void g8_marksAreBoundedInNumberAndTime() {
        for (int i = 0; i < 1010; i++) {
            get(store.toTopic(TOPIC, 2, of(0, Overflow.REJECT), JOB, "mark-" + i));
        }

        String marks = REDIS.keys().replayed(STREAM);
        assertThat(marks).isEqualTo("{redisaq:send_email:2}:replayed");
        assertThat(REDIS.number("ZCARD", marks)).isEqualTo(1000);
        assertThat(REDIS.text("ZSCORE", marks, "mark-0")).isNull();
        assertThat(REDIS.text("ZSCORE", marks, "mark-1009")).isNotNull();
        assertThat(REDIS.number("TTL", marks)).isBetween(86_000L, 86_400L);
    }

    @Test
    void aStreamsNameSaysWhatFailedThere() {
        assertThat(REDIS.keys().origin("redisaq:a.b-c:17")).isEqualTo(new Origin.Job("a.b-c", 17));
        assertThat(REDIS.keys().origin("orders-input")).isEqualTo(new Origin.Assignment("orders"));
        assertThat(REDIS.keys().origin("-input")).isEqualTo(new Origin.Unknown());
        assertThat(REDIS.keys().origin("redisaq:t:m")).isEqualTo(new Origin.Unknown());
        assertThat(REDIS.keys().origin("other:t:1")).isEqualTo(new Origin.Unknown());
        assertThat(REDIS.keys().origin("redisaq:t:9999999999")).isEqualTo(new Origin.Unknown());
    }

    private static void fill(int count) {
        for (int i = 0; i < count; i++) {
            REDIS.run("XADD", STREAM, "*", "payload", "{}");
        }
    }

    private static TopicSettings of(long maxLength, Overflow overflow) {
        return new TopicSettings(4, maxLength, overflow, Ordering.KEY, 5, 0);
    }
}
