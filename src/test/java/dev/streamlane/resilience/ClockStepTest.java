package dev.streamlane.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.coordination.Consumer;
import dev.streamlane.job.Job;
import dev.streamlane.redis.RedisProcess;
import dev.streamlane.resilience.Ledger.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sets the clock of a host: of the replicas, or of Redis. */
class ClockStepTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"PT1H", "PT-1H"})
    void G2_G3_G4_aStepOfTheHostsClockChangesTimeStampsAndNothingElse(Duration step) {
        STAGE.replica("a");
        STAGE.replica("b");
        STAGE.awaitOwners();
        Load load = STAGE.load();
        await().atMost(Stage.LIMIT).until(() -> STAGE.ledger().finished() > 100 && nobodyIdle());
        STAGE.awaitOwners();
        List<Long> epochs = STAGE.epochs();
        List<Integer> rebalances = rebalances();

        STAGE.clock().set(step);
        beatAndWork(load);
        STAGE.clock().set(Duration.ZERO);
        beatAndWork(load);
        load.close();

        STAGE.awaitFinished(load.confirmed());
        STAGE.awaitNothingPending();
        STAGE.ledger().assertKeysInOrder();
        assertThat(STAGE.epochs()).isEqualTo(epochs);
        assertThat(rebalances()).isEqualTo(rebalances);
        assertThat(STAGE.replicas()).allMatch(replica -> replica.lostLeases() == 0);
        assertThat(load.failures()).isEmpty();
        assertThat(STAGE.ledger().starts()).extracting(Start::job).anyMatch(job -> createdOff(job, step));
        assertThat(STAGE.log().errors()).isEmpty();
    }

    @Test
    void G4_deadlinesThatAClockLeftFarInTheFutureDelayATakeOverByTheTtlAtMost() {
        RedisProcess dead = STAGE.keep(STAGE.process(STAGE.server().uri()));
        Consumer gone = new Consumer("gone", "gone-1", "here");
        dead.membership().heartbeat(Stage.GROUP, gone, true, Stage.TTL, List.of());
        IntStream.range(0, Stage.PARTITIONS)
                .forEach(partition -> dead.leases().acquire(Stage.GROUP, partition, gone, Stage.TTL));
        long farOff = Instant.now().plus(Duration.ofHours(1)).toEpochMilli();
        STAGE.run(
                "HSET",
                RedisProcess.members(Stage.GROUP),
                gone.id(),
                gone.incarnation() + " " + farOff + " " + Stage.TTL.toMillis());
        IntStream.range(0, Stage.PARTITIONS)
                .forEach(p -> STAGE.run("HSET", RedisProcess.lease(Stage.GROUP, p), "deadline", farOff));

        Replica replica = STAGE.replica("a");

        await().atMost(Stage.TTL.plusSeconds(3)).until(() -> replica.owned().size() == Stage.PARTITIONS);
        STAGE.awaitFinished(STAGE.enqueueOneEach());
    }

    /** Waits for some beats and some jobs. */
    private static void beatAndWork(Load load) {
        int first = load.next();
        List<Integer> beats = STAGE.replicas().stream().map(Replica::beats).toList();
        await().atMost(Stage.LIMIT).until(() -> IntStream.range(0, beats.size())
                .allMatch(i -> STAGE.replicas().get(i).beats() > beats.get(i) + 2));
        await().atMost(Stage.LIMIT).until(() -> load.confirmedFrom(first).size() > 100);
        STAGE.awaitFinished(load.confirmedFrom(first));
    }

    private static List<Integer> rebalances() {
        return STAGE.replicas().stream().map(Replica::rebalances).toList();
    }

    private static boolean nobodyIdle() {
        return STAGE.replicas().stream().noneMatch(replica -> replica.owned().isEmpty());
    }

    /** Whether the clock of the producer, other than that of Redis, was off by this step. */
    private static boolean createdOff(Job<?> job, Duration step) {
        Duration off = Duration.between(job.enqueuedAt(), job.createdAt());
        return off.minus(step).abs().compareTo(Duration.ofMinutes(1)) < 0;
    }
}
