package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Scene.job;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.consumer.PartitionLog.DeadLetter;
import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.producer.JobLog;
import dev.streamlane.producer.JobLog.Appended;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.producer.JobOutcome;
import dev.streamlane.producer.Once;
import dev.streamlane.testing.Scene;
import dev.streamlane.testing.Signal;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.StoreFullException;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TopicSettings;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisJobLogTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final String STREAM = "redisaq:send_email:0";

    private final Scene scene = new Scene(REDIS);

    @AfterEach
    void giveMemoryBack() {
        REDIS.run("CONFIG", "SET", "maxmemory", 0);
    }

    @Test
    void anEntryHasTheDocumentedFieldsInTheirOrder() {
        NewEntry entry =
                new NewEntry("id-1", "{\"to\":\"x\"}", "to", "x", 1_763_781_600_007L, 30, "{\"a\":\"b\"}", null, null);

        get(REDIS.jobs().append(TOPIC, 3, SETTINGS, List.of(entry)));

        Response fields =
                REDIS.run("XRANGE", "redisaq:send_email:3", "-", "+").get(0).get(1);
        String enqueuedAt = fields.get(13).toString();
        assertThat(fields.stream().map(Response::toString))
                .containsExactly(
                        "msg_id",
                        "id-1",
                        "topic",
                        "send_email",
                        "payload",
                        "{\"to\":\"x\"}",
                        "partition_key",
                        "to",
                        "partition",
                        "3",
                        "created_at",
                        "1763781600.007",
                        "enqueued_at",
                        enqueuedAt,
                        "timeout",
                        "30",
                        "key",
                        "x",
                        "headers",
                        "{\"a\":\"b\"}");
        assertThat(Double.parseDouble(enqueuedAt)).isBetween(REDIS.time() / 1000.0 - 60, REDIS.time() / 1000.0);
    }

    @Test
    void anEmptyKeyIsAKey() {
        get(REDIS.jobs().append(TOPIC, 0, SETTINGS, List.of(new NewEntry("1", "1", "", "", 0, 0, null, null, null))));

        assertThat(Scene.read(scene.hold(ANN, LONG), 1).get(0).key()).isEmpty();
    }

    @Test
    void g7_aRedisWithoutMemoryTakesNothingAndIsNamed() {
        scene.enqueue(3);
        fillMemory();

        assertThatThrownBy(() -> scene.enqueue(5))
                .isInstanceOf(StoreFullException.class)
                .hasMessageContaining("memory limit")
                .hasMessageContaining("OOM");
        assertThatThrownBy(() -> get(confirming(1).append(TOPIC, 0, SETTINGS, List.of(job("a")))))
                .isInstanceOf(StoreFullException.class);

        assertThat(REDIS.number("XLEN", STREAM)).isEqualTo(3);
    }

    @Test
    void g7_withoutMemoryJobsAreStillConsumedSoThatMemoryComesBack() {
        List<String> ids = scene.enqueue(3);
        REDIS.membership().heartbeat(GROUP, ANN, true, LONG, List.of());
        fillMemory();

        assertThat(REDIS.membership()
                        .heartbeat(GROUP, ANN, false, LONG, List.of())
                        .superseded())
                .isFalse();
        long epoch = scene.acquire(ANN, LONG).epoch();
        PartitionLog log = scene.open(ANN, epoch);
        assertThat(Scene.read(log, 3)).hasSize(3);
        Scene.taken(log, new Step(ids.subList(0, 1), Map.of(ids.get(1), 1), ids, null, List.of(), 0));
        assertThat(get(log.bury(new DeadLetter(ids.get(2), 5, "boom")))).isTrue();
        assertThat(REDIS.leases()
                        .renew(GROUP, Map.of(0, epoch), ANN, LONG)
                        .get(0)
                        .status())
                .isEqualTo(Renewal.Status.RENEWED);
        REDIS.leases().release(GROUP, 0, ANN, epoch);
    }

    @Test
    void payloadsOfAMegabyteAreSentInSlices() {
        String large = "\"" + "x".repeat(900_000) + "\"";
        List<NewEntry> entries = IntStream.range(0, 6)
                .mapToObj(i -> new NewEntry("job-" + i, large, "", null, 0, 0, null, null, null))
                .toList();

        Appended appended = get(REDIS.jobs().append(TOPIC, 0, SETTINGS, entries));

        assertThat(((Appended.Written) appended).entryIds()).hasSize(6);
        assertThat(Slices.of(STREAM, TOPIC, 0, SETTINGS, entries)).hasSize(3);
    }

    @Test
    void g1_aLargeBatchDuringWhichMemoryRunsOutIsAccountedForJobByJob() {
        String large = "\"" + "x".repeat(900_000) + "\"";
        List<NewEntry> entries = IntStream.range(0, 12)
                .mapToObj(i -> new NewEntry("job-" + i, large, "", null, 0, 0, null, null, null))
                .toList();
        String used = REDIS.text("INFO", "memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .findFirst()
                .orElseThrow()
                .substring(12);
        REDIS.run("CONFIG", "SET", "maxmemory-policy", "noeviction");
        REDIS.run("CONFIG", "SET", "maxmemory", Long.parseLong(used) + (6 << 20));

        Appended appended = get(REDIS.jobs().append(TOPIC, 0, SETTINGS, entries));

        assertThat(appended).isInstanceOfSatisfying(Appended.Broken.class, broken -> {
            assertThat(broken.statuses()).hasSize(12).doesNotContain(JobOutcome.Status.UNKNOWN);
            assertThat(Collections.frequency(broken.statuses(), JobOutcome.Status.ENQUEUED))
                    .isBetween(1, 11)
                    .isEqualTo((int) REDIS.number("XLEN", STREAM))
                    .isEqualTo((int)
                            broken.entryIds().stream().filter(Objects::nonNull).count());
            assertThat(broken.failure()).isInstanceOf(StoreFullException.class);
        });
    }

    @Test
    void g8_payloadsThatWaitForRedisAreBounded() {
        JobLog jobs = REDIS.jobs();
        NewEntry megabyte = new NewEntry("x", "\"" + "x".repeat(1 << 20) + "\"", "", null, 0, 0, null, null, null);
        List<NewEntry> sixteen = Collections.nCopies(16, megabyte);

        REDIS.signal(Signal.STOP);
        try {
            List<CompletionStage<Appended>> waiting = IntStream.range(0, 3)
                    .mapToObj(i -> jobs.append(TOPIC, i, SETTINGS, sixteen))
                    .toList();

            assertThatThrownBy(() -> get(jobs.append(TOPIC, 3, SETTINGS, sixteen)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("Too much data waits for Redis");
            REDIS.signal(Signal.CONT);
            waiting.forEach(stage -> assertThat(get(stage)).isInstanceOf(Appended.Written.class));
        } finally {
            REDIS.signal(Signal.CONT);
        }

        assertThat(get(jobs.append(TOPIC, 3, SETTINGS, sixteen))).isInstanceOf(Appended.Written.class);
    }

    @Test
    void jobsThatTooFewReplicasConfirmedAreReportedAsSuch() {
        JobLog jobs = confirming(1);

        Appended appended = get(jobs.append(TOPIC, 0, SETTINGS, List.of(job("a"), job("b"))));

        assertThat(appended).isInstanceOfSatisfying(Appended.Unconfirmed.class, unconfirmed -> {
            assertThat(unconfirmed.replicas()).isZero();
            assertThat(unconfirmed.entryIds()).hasSize(2);
        });
    }

    @Test
    void g7_confirmationsSurviveALostScriptCache() {
        JobLog jobs = confirming(1);
        get(jobs.append(TOPIC, 0, SETTINGS, List.of(job("a"))));
        REDIS.run("SCRIPT", "FLUSH");

        Appended appended = get(jobs.append(TOPIC, 0, SETTINGS, List.of(job("b"))));

        assertThat(appended).isInstanceOf(Appended.Unconfirmed.class);
        assertThat(REDIS.number("XLEN", STREAM)).isEqualTo(2);
    }

    @Test
    void aKeyOfAnotherTypeIsAnError() {
        REDIS.run("SET", STREAM, "not a stream");

        assertThatThrownBy(() -> scene.enqueue(1))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("WRONGTYPE");
    }

    @Test
    void anIdempotencyKeyIsForgottenAfterItsTimeAndAFullPartitionStillKnowsIt() {
        JobLog jobs = once(Duration.ofMillis(300), 2);
        TopicSettings two = new TopicSettings(4, 2, Overflow.REJECT, Ordering.KEY, 5, 0);
        get(jobs.append(TOPIC, 0, two, List.of(entry("a", "k-1"), entry("b", "k-2"))));

        assertThat(get(jobs.append(TOPIC, 0, two, List.of(entry("c", "k-1")))))
                .isInstanceOfSatisfying(
                        Appended.Once.class, again -> assertThat(again.ids()).containsExactly("a"));
        assertThat(get(jobs.append(TOPIC, 0, two, List.of(entry("d", "k-3"))))).isInstanceOf(Appended.Full.class);
        assertThat(get(jobs.append(TOPIC, 0, SETTINGS, List.of(entry("d", "k-3")))))
                .isEqualTo(new Appended.Crowded(2, 2));
        REDIS.advance(Duration.ofMillis(300));
        assertThat(get(jobs.append(TOPIC, 0, SETTINGS, List.of(entry("e", "k-1"), entry("f", "k-3")))))
                .isInstanceOfSatisfying(
                        Appended.Once.class, anew -> assertThat(anew.ids()).containsExactly("e", "f"));
        assertThat(REDIS.number("HLEN", "{redisaq:send_email:0}:once")).isEqualTo(2);
        assertThat(REDIS.number("ZCARD", "{redisaq:send_email:0}:once-ends")).isEqualTo(2);
        REDIS.advance(Duration.ofMillis(300));
        assertThat(REDIS.number("EXISTS", "{redisaq:send_email:0}:once", "{redisaq:send_email:0}:once-ends"))
                .isZero();
    }

    @Test
    void aBatchOfSeveralPartsThatBringsTooManyIdempotencyKeysIsSeenAsAWhole() {
        JobLog jobs = once(Duration.ofMinutes(1), 900);
        List<NewEntry> batch = IntStream.range(0, 1_000)
                .mapToObj(i -> entry("id-" + i, "k-" + i))
                .toList();

        assertThat(get(jobs.look(TOPIC, 0, SETTINGS, batch))).isEqualTo(new Appended.Crowded(0, 900));
        assertThat(get(jobs.look(TOPIC, 0, SETTINGS, batch.subList(0, 900)))).isInstanceOf(Appended.Once.class);
        get(jobs.append(TOPIC, 0, SETTINGS, batch.subList(0, 900)));
        assertThat(get(jobs.look(TOPIC, 0, SETTINGS, batch.subList(0, 900)))).isInstanceOf(Appended.Once.class);
    }

    @Test
    void aJobWithAnIdempotencyKeyHasTheSameFieldsAsAnyOther() {
        NewEntry entry =
                new NewEntry("id-1", "1", "to", "x", 1_763_781_600_007L, 30, "{\"a\":\"b\"}", null, new Once("k", "d"));
        get(REDIS.jobs().append(TOPIC, 0, SETTINGS, List.of(entry)));
        get(REDIS.jobs()
                .append(
                        TOPIC,
                        0,
                        SETTINGS,
                        List.of(new NewEntry(
                                "id-1", "1", "to", "x", 1_763_781_600_007L, 30, "{\"a\":\"b\"}", null, null))));

        List<List<String>> fields = REDIS.run("XRANGE", STREAM, "-", "+").stream()
                .map(found -> found.get(1).stream().map(Response::toString).toList())
                .toList();
        assertThat(fields.get(0).subList(0, 13)).isEqualTo(fields.get(1).subList(0, 13));
        assertThat(fields.get(0).subList(14, 20)).isEqualTo(fields.get(1).subList(14, 20));
        assertThat(fields.get(0).get(13)).matches("\\d{10}\\.\\d{3}");
    }

    @Test
    void aRepetitionAmongManyPartsIsFound() {
        List<NewEntry> many =
                IntStream.range(0, 900).mapToObj(i -> entry("a-" + i, "k-" + i)).toList();
        Appended first = get(REDIS.jobs().append(TOPIC, 0, SETTINGS, many));
        List<NewEntry> again =
                IntStream.range(0, 900).mapToObj(i -> entry("b-" + i, "k-" + i)).toList();

        assertThat(get(REDIS.jobs().append(TOPIC, 0, SETTINGS, again))).isEqualTo(first);
        NewEntry other = new NewEntry("c", "1", "", null, 0, 0, null, null, new Once("k-700", "else"));
        List<NewEntry> clashing = new ArrayList<>(again);
        clashing.set(700, other);
        assertThat(get(REDIS.jobs().look(TOPIC, 0, SETTINGS, clashing))).isEqualTo(new Appended.Clash(List.of(700)));
    }

    private static NewEntry entry(String id, String key) {
        return new NewEntry(id, "1", "", null, 0, 0, null, null, new Once(key, "digest"));
    }

    private static JobLog once(Duration window, long max) {
        return new RedisJobLog(
                new Writes(REDIS.lanes(), 0, Duration.ZERO),
                REDIS.keys(),
                new Trimming(REDIS.lanes(), REDIS.keys()),
                new OnceKeys(REDIS.keys(), window, max));
    }

    private static JobLog confirming(int replicas) {
        Writes writes = new Writes(REDIS.lanes(), replicas, Duration.ofMillis(20));
        return new RedisJobLog(
                writes, REDIS.keys(), new Trimming(REDIS.lanes(), REDIS.keys()), RedisFixture.once(REDIS.keys()));
    }

    private static void fillMemory() {
        REDIS.run("CONFIG", "SET", "maxmemory-policy", "noeviction");
        REDIS.run("CONFIG", "SET", "maxmemory", 1);
    }
}
