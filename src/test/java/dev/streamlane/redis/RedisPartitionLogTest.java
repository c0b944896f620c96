package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.BOB;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Scene.reborn;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.Entry;
import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.consumer.PartitionLog.DeadLetter;
import dev.streamlane.consumer.PartitionLog.Pending;
import dev.streamlane.testing.Scene;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisPartitionLogTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final String STREAM = "redisaq:send_email:0";
    private static final String DEAD = "redisaq:dead_letter";

    private final Scene scene = new Scene(REDIS);

    @Test
    void entriesOfOthersAreReadWhateverOrderTheirFieldsHave() {
        REDIS.run(
                "XADD",
                STREAM,
                "*",
                "payload",
                "{}",
                "timeout",
                "3",
                "zebra",
                "z",
                "msg_id",
                "m",
                "key",
                "k",
                "only_group",
                "other");
        REDIS.run("XADD", STREAM, "*", "unknown", "1");
        REDIS.run(
                "XADD",
                STREAM,
                "*",
                "msg_id",
                "n",
                "topic",
                "send_email",
                "payload",
                "1",
                "partition_key",
                "",
                "partition",
                "0",
                "created_at",
                "1.5",
                "enqueued_at",
                "2.5",
                "timeout",
                "0",
                "retries",
                "2");

        List<Entry> read = Scene.read(scene.hold(ANN, LONG), 10);
        List<Pending> adopted = Scene.adoptAll(scene.hold(reborn(ANN), LONG));

        assertThat(read).extracting(Entry::msgId).containsExactly("m", null, "n");
        assertThat(read).extracting(Entry::payload).containsExactly("{}", null, "1");
        assertThat(read).extracting(Entry::timeout).containsExactly("3", null, "0");
        assertThat(read).extracting(Entry::key).containsExactly("k", null, null);
        assertThat(read).extracting(Entry::onlyGroup).containsExactly("other", null, null);
        assertThat(adopted).extracting(Pending::entry).isEqualTo(read);
    }

    @Test
    void textIsKeptAsItIs() {
        String payload = "{\"text\":\"\u0000 ä 漢 😀 \\n\"}";
        REDIS.run("XADD", STREAM, "*", "msg_id", "m", "payload", payload);

        assertThat(Scene.read(scene.hold(ANN, LONG), 1).get(0).payload()).isEqualTo(payload);
    }

    @Test
    void aDeadLetterHasAllOfItsJobAndWhyItDied() {
        String id = REDIS.text("XADD", STREAM, "*", "msg_id", "m", "payload", "{}", "zebra", "z");
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 1);

        get(log.bury(new DeadLetter(id, 5, "IllegalStateException: no such user")));

        Map<String, String> letter = fields(REDIS.run("XRANGE", DEAD, "-", "+").get(0));
        assertThat(letter)
                .containsEntry("msg_id", "m")
                .containsEntry("payload", "{}")
                .containsEntry("zebra", "z")
                .containsEntry("group", "email_group")
                .containsEntry("stream", STREAM)
                .containsEntry("entry_id", id)
                .containsEntry("attempts", "5")
                .containsEntry("error", "IllegalStateException: no such user")
                .containsEntry("consumer", "ann");
        assertThat(letter.get("failed_at")).matches("\\d+\\.\\d{3}");
        assertThat(REDIS.number("XLEN", REDIS.keys().outbox(GROUP, 0))).isZero();
    }

    @Test
    void aBurialThatIsRepeatedWritesOneDeadLetter() {
        List<String> ids = scene.enqueue(1);
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 1);

        get(log.bury(new DeadLetter(ids.get(0), 5, "boom")));
        get(log.bury(new DeadLetter(ids.get(0), 5, "boom")));

        assertThat(REDIS.number("XLEN", DEAD)).isEqualTo(1);
    }

    @Test
    void g1_aDeadLetterThatWasOnItsWayWhenItsOwnerDiedIsForwardedByTheNext() {
        List<String> ids = scene.enqueue(1);
        long epoch = scene.acquire(ANN, LONG).epoch();
        Scene.read(scene.open(ANN, epoch), 1);
        // All that the former owner came to.
        REDIS.call(Script.BURY, buryKeys(), "email_group", "ann", "ann-1", epoch + "", ids.get(0), "5", "boom");
        assertThat(REDIS.number("XLEN", DEAD)).isZero();

        get(scene.hold(reborn(ANN), LONG).forwardDeadLetters());

        assertThat(fields(REDIS.run("XRANGE", DEAD, "-", "+").get(0))).containsEntry("entry_id", ids.get(0));
        assertThat(REDIS.number("XLEN", REDIS.keys().outbox(GROUP, 0))).isZero();
    }

    @Test
    void g1_aDeadLetterThatCannotBeForwardedWaits() {
        REDIS.run("SET", DEAD, "not a stream");
        List<String> ids = scene.enqueue(1);
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 1);

        assertThat(get(log.bury(new DeadLetter(ids.get(0), 5, "boom")))).isTrue();
        assertThat(REDIS.number("XLEN", REDIS.keys().outbox(GROUP, 0))).isEqualTo(1);
        REDIS.run("DEL", DEAD);
        get(log.forwardDeadLetters());

        assertThat(REDIS.number("XLEN", DEAD)).isEqualTo(1);
    }

    @Test
    void manyDeadLettersAreForwardedInTheirOrder() {
        List<String> ids = scene.enqueue(35);
        long epoch = scene.acquire(ANN, LONG).epoch();
        PartitionLog log = scene.open(ANN, epoch);
        Scene.read(log, 35);
        for (String id : ids) {
            REDIS.call(Script.BURY, buryKeys(), "email_group", "ann", "ann-1", epoch + "", id, "5", "boom");
        }

        CompletableFuture.allOf(
                        log.forwardDeadLetters().toCompletableFuture(),
                        log.forwardDeadLetters().toCompletableFuture())
                .join();

        assertThat(REDIS.run("XRANGE", DEAD, "-", "+").stream()
                        .map(letter -> fields(letter).get("entry_id")))
                .isEqualTo(ids);
    }

    @Test
    void g8_deadLettersAreBounded() {
        for (int i = 0; i < RedisFixture.MAX_DEAD_LETTERS + 500; i++) {
            REDIS.run("XADD", REDIS.keys().outbox(GROUP, 0), "*", "n", i);
        }

        get(scene.hold(ANN, LONG).forwardDeadLetters());

        assertThat(REDIS.number("XLEN", DEAD))
                .isBetween((long) RedisFixture.MAX_DEAD_LETTERS, RedisFixture.MAX_DEAD_LETTERS + 100L);
    }

    @Test
    void aBuriedJobWhoseBodyIsGoneStillLeavesADeadLetter() {
        List<String> ids = scene.enqueue(1);
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 1);
        REDIS.run("XDEL", STREAM, ids.get(0));

        get(log.bury(new DeadLetter(ids.get(0), 5, "boom")));

        assertThat(fields(REDIS.run("XRANGE", DEAD, "-", "+").get(0))).containsEntry("entry_id", ids.get(0));
    }

    @Test
    void attemptsAreForgottenWithTheLastJobThatHadAny() {
        List<String> ids = scene.enqueue(2);
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 2);
        Scene.taken(
                log,
                new PartitionLog.Step(List.of(), Map.of(ids.get(0), 1, ids.get(1), 1), List.of(), null, List.of(), 0));

        Scene.taken(log, Scene.step(ids.subList(0, 1), 0));
        get(log.bury(new DeadLetter(ids.get(1), 5, "boom")));

        assertThat(REDIS.number("EXISTS", REDIS.keys().attempts(GROUP, 0))).isZero();
    }

    @Test
    void stagesCompleteOnTheGivenThread() {
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "partition"));
        try {
            long epoch = scene.acquire(ANN, LONG).epoch();
            PartitionLog log = REDIS.logs().open(GROUP, 0, "ann", "ann-1", epoch, thread);

            assertThat(List.of(
                            threadOf(thread, () -> log.step(Scene.step(List.of(), 1))),
                            threadOf(thread, () -> log.adopt("0-0", 1)),
                            threadOf(thread, () -> log.bury(new DeadLetter("1-1", 1, ""))),
                            threadOf(thread, log::forwardDeadLetters)))
                    .containsOnly("partition");
        } finally {
            thread.shutdown();
        }
    }

    /** Where a stage completes. It is asked for on the thread itself, so it cannot have completed before that is known. */
    private static String threadOf(Executor thread, Supplier<CompletionStage<?>> call) {
        return get(CompletableFuture.supplyAsync(() -> call.get().thenApply(reply -> here()), thread)
                .thenCompose(stage -> stage));
    }

    @Test
    void theDocumentedChecksShowWhatIsGoingOn() {
        scene.enqueue(3);
        Scene.read(scene.hold(BOB, LONG), 2);

        assertThat(REDIS.number("XLEN", "redisaq:" + TOPIC + ":0")).isEqualTo(3);
        Response group = REDIS.run("XINFO", "GROUPS", STREAM).get(0);
        assertThat(group.get("name").toString()).isEqualTo("email_group");
        assertThat(group.get("pending").toInteger()).isEqualTo(2);
        assertThat(REDIS.run("XINFO", "CONSUMERS", STREAM, "email_group")
                        .get(0)
                        .get("name")
                        .toString())
                .isEqualTo("bob");
    }

    private static String here() {
        return Thread.currentThread().getName();
    }

    private static List<String> buryKeys() {
        RedisKeys keys = REDIS.keys();
        return List.of(STREAM, keys.lease(GROUP, 0), keys.attempts(GROUP, 0), keys.outbox(GROUP, 0));
    }

    private static Map<String, String> fields(Response entry) {
        Map<String, String> fields = new TreeMap<>();
        Response flat = entry.get(1);
        for (int i = 0; i < flat.size(); i += 2) {
            fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
        }
        return fields;
    }
}
