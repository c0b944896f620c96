package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.BOB;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.SHORT;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Scene.step;
import static dev.streamlane.testing.Scene.taken;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.coordination.Leases.Acquisition;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.testing.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisLeasesTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final String STREAM = REDIS.keys().stream(TOPIC, 0);
    private static final String LEASE = REDIS.keys().lease(GROUP, 0);

    private final Scene scene = new Scene(REDIS);

    @Test
    void aDeadlineThatAClockLeftFarInTheFutureIsCutBackToTheLeasesOwnTtl() {
        scene.acquire(ANN, SHORT);
        REDIS.run("HSET", LEASE, "deadline", REDIS.time() + Duration.ofDays(1).toMillis());

        assertThat(REDIS.leases().acquire(GROUP, 0, BOB, LONG))
                .isInstanceOfSatisfying(Acquisition.Held.class, held -> assertThat(held.remaining())
                        .isLessThanOrEqualTo(SHORT));

        REDIS.advance(SHORT);
        assertThat(REDIS.leases().acquire(GROUP, 0, BOB, LONG)).isInstanceOf(Acquisition.Granted.class);
    }

    @Test
    void aLongerLeaseIsNotCutBackByAConsumerWithAShorterOne() {
        scene.acquire(ANN, LONG);

        REDIS.leases().acquire(GROUP, 0, BOB, SHORT);
        REDIS.advance(SHORT);

        assertThat(REDIS.leases().acquire(GROUP, 0, BOB, SHORT)).isInstanceOf(Acquisition.Held.class);
    }

    @Test
    void aLeaseHasNoTtlSoThatItsEpochOutlivesIt() {
        scene.acquire(ANN, SHORT);

        assertThat(REDIS.number("PTTL", LEASE)).isEqualTo(-1);
    }

    @Test
    void theGroupBeginsAtTheFirstEntry() {
        List<String> ids = scene.enqueue(2);

        assertThat(Scene.ids(Scene.read(scene.hold(ANN, LONG), 10))).isEqualTo(ids);
    }

    @Test
    void formerConsumersWithNothingPendingAreRemoved() {
        scene.enqueue(1);
        Scene.read(scene.hold(ANN, SHORT), 1);
        REDIS.run("XGROUP", "CREATECONSUMER", STREAM, GROUP.group(), "carl");
        REDIS.advance(SHORT);

        scene.hold(BOB, LONG);

        assertThat(consumers()).containsExactly("ann");
    }

    @Test
    void g1_whatAFormerConsumerHasPendingSurvivesItsName() {
        List<String> ids = scene.enqueue(1);
        Scene.read(scene.hold(ANN, SHORT), 1);
        REDIS.advance(SHORT);
        Scene.adoptAll(scene.hold(BOB, SHORT));
        REDIS.advance(SHORT);

        PartitionLog log = scene.hold(BOB, LONG);

        assertThat(consumers()).containsExactly("bob");
        assertThat(Scene.adoptAll(log))
                .extracting(pending -> pending.entry().id())
                .isEqualTo(ids);
    }

    @Test
    void adoptingDoesNotCountAsADelivery() {
        scene.enqueue(1);
        Scene.read(scene.hold(ANN, SHORT), 1);
        REDIS.advance(SHORT);

        Scene.adoptAll(scene.hold(BOB, LONG));

        assertThat(REDIS.run("XPENDING", STREAM, GROUP.group(), "-", "+", 10)
                        .get(0)
                        .get(3)
                        .toInteger())
                .isEqualTo(1);
    }

    @Test
    void theBacklogIsRightThoughEntriesWereRemovedUnread() {
        List<String> ids = scene.enqueue(100);
        long epoch = scene.acquire(ANN, LONG).epoch();
        PartitionLog log = scene.open(ANN, epoch);
        Scene.read(log, 10);
        taken(log, step(ids.subList(0, 10), 0));
        REDIS.run("XTRIM", STREAM, "MAXLEN", 40);

        assertThat(renew(epoch).backlog()).isEqualTo(40);
        Scene.read(log, 5);
        assertThat(renew(epoch).backlog()).isEqualTo(40);
        taken(log, step(ids.subList(60, 65), 0));
        assertThat(renew(epoch).backlog()).isEqualTo(35);
    }

    @Test
    void theBacklogIsRightAgainOnceEverythingWasRead() {
        List<String> ids = scene.enqueue(100);
        long epoch = scene.acquire(ANN, LONG).epoch();
        PartitionLog log = scene.open(ANN, epoch);
        Scene.read(log, 10);
        REDIS.run("XTRIM", STREAM, "MAXLEN", 40);
        Scene.read(log, 100);
        taken(log, step(ids, 0));

        assertThat(renew(epoch).backlog()).isZero();
        scene.enqueue(3);
        assertThat(renew(epoch).backlog()).isEqualTo(3);
    }

    @Test
    void theBacklogIsNeverAboveTheLengthThoughEntriesWereDeletedByHand() {
        List<String> ids = scene.enqueue(10);
        long epoch = scene.acquire(ANN, LONG).epoch();
        Scene.read(scene.open(ANN, epoch), 2);
        REDIS.run("XDEL", STREAM, ids.get(5));

        assertThat(renew(epoch).backlog()).isBetween(9L, 9L + 2);
    }

    @Test
    void g8_anIdleRenewalIsFewCommands() {
        int partitions = 64;
        Map<Integer, Long> epochs = IntStream.range(0, partitions)
                .boxed()
                .collect(toMap(partition -> partition, partition -> ((Acquisition.Granted)
                                REDIS.leases().acquire(GROUP, partition, ANN, LONG))
                        .epoch()));
        long before = commands();

        REDIS.leases().renew(GROUP, epochs, ANN, LONG);

        // Each renewal is its script with five commands inside; the two INFO around it count as well.
        assertThat(commands() - before).isLessThanOrEqualTo(partitions * 6 + 2);
    }

    private static Renewal renew(long epoch) {
        return REDIS.leases().renew(GROUP, Map.of(0, epoch), ANN, LONG).get(0);
    }

    private static List<String> consumers() {
        return REDIS.run("XINFO", "CONSUMERS", STREAM, GROUP.group()).stream()
                .map(consumer -> consumer.get("name").toString())
                .toList();
    }

    private static long commands() {
        return REDIS.text("INFO", "stats")
                .lines()
                .filter(line -> line.startsWith("total_commands_processed:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
