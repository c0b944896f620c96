package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.BOB;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.consumer.PartitionLogs;
import dev.streamlane.partition.GroupId;
import dev.streamlane.testing.Scene;
import dev.streamlane.testing.Signal;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One place for a waiting connection, two partitions. */
class ArrivalsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @RegisterExtension
    static final RedisFixture REDIS =
            new RedisFixture(new RedisFixture.Settings(TIMEOUT, TIMEOUT, 1, Duration.ofMillis(10)));

    private final Scene scene = new Scene(REDIS);
    private PartitionLogs logs;

    @BeforeEach
    void open() {
        logs = REDIS.logs();
    }

    @Test
    void aWaitIsNotBoundByTheTimeout() {
        assertThat(get(log("one").arrival("0-0", TIMEOUT.multipliedBy(2)))).isFalse();
    }

    @Test
    void g8_beyondTheCapPartitionsLookNowAndThen() {
        CompletionStage<Boolean> first = wait(log("one"));
        CompletionStage<Boolean> second = wait(log("two"));
        awaitBlocked(1);

        scene.enqueue("a");

        assertThat(get(first)).isTrue();
        assertThat(get(second)).isTrue();
    }

    @Test
    void lookingNowAndThenEndsInTimeToo() {
        wait(log("one"));

        assertThat(get(log("two").arrival("0-0", Duration.ofMillis(50)))).isFalse();
    }

    @Test
    void whoClosesGivesItsPlaceToTheNext() {
        PartitionLog first = log("one");
        CompletionStage<Boolean> closed = first.arrival("0-0", Duration.ofMillis(300));
        awaitBlocked(1);
        first.close();
        assertThat(get(closed)).isFalse();
        awaitBlocked(0);

        wait(log("two"));

        awaitBlocked(1);
    }

    @Test
    void g7_aConnectionThatBreaksWhileItWaitsFailsTheWaitAndTheNextOneWorks() {
        PartitionLog log = log("one");
        CompletionStage<Boolean> broken = wait(log);
        awaitBlocked(1);

        REDIS.killConnections("normal");

        assertThatThrownBy(() -> get(broken)).isInstanceOf(StoreUnavailableException.class);
        scene.enqueue("a");
        assertThat(get(log.arrival("0-0", LONG))).isTrue();
    }

    @Test
    void g7_aServerThatFellSilentFailsTheWait() {
        CompletableFuture<Boolean> silent =
                log("one").arrival("0-0", Duration.ofMillis(300)).toCompletableFuture();
        awaitBlocked(1);

        REDIS.signal(Signal.STOP);
        try {
            assertThatThrownBy(() -> get(silent)).isInstanceOf(StoreUnavailableException.class);
        } finally {
            REDIS.signal(Signal.CONT);
        }
    }

    @Test
    void aWaitChangesNothing() {
        scene.enqueue("a");

        get(log("one").arrival("0-0", LONG));

        assertThat(REDIS.run("XINFO", "GROUPS", "redisaq:send_email:0").size()).isZero();
    }

    private PartitionLog log(String group) {
        return logs.open(new GroupId(Scene.TOPIC, group), 0, ANN.id(), BOB.incarnation(), 1, Runnable::run);
    }

    private static CompletionStage<Boolean> wait(PartitionLog log) {
        return log.arrival("0-0", LONG);
    }

    private static void awaitBlocked(int clients) {
        await().until(() -> REDIS.text("INFO", "clients").contains("blocked_clients:" + clients));
    }
}
