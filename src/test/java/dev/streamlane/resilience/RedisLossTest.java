package dev.streamlane.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.redis.RedisProcess;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Redis loses something, or goes away for a while, under load on three replicas. */
class RedisLossTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    /** After an event each replica may say what it saw, for each partition; not over and over. */
    private static final int MAX_WARNINGS = 60;

    /** About ten are usual; whoever tries again and again without a rest makes hundreds. */
    private static final int MAX_COMMANDS_PER_JOB = 40;

    private long commandsBefore;
    private int startsBefore;

    /** What goes. */
    enum Loss {
        ALL_DATA {
            @Override
            void happen() {
                STAGE.run("FLUSHALL");
            }
        },
        THE_CONSUMER_GROUPS {
            @Override
            void happen() {
                IntStream.range(0, Stage.PARTITIONS)
                        .forEach(p -> STAGE.run("XGROUP", "DESTROY", stream(p), Stage.GROUP.group()));
            }
        },
        THE_STREAMS {
            @Override
            void happen() {
                IntStream.range(0, Stage.PARTITIONS).forEach(p -> STAGE.run("DEL", stream(p)));
            }
        },
        THE_LEASES {
            @Override
            void happen() {
                IntStream.range(0, Stage.PARTITIONS).forEach(p -> STAGE.run("DEL", RedisProcess.lease(Stage.GROUP, p)));
            }
        },
        THE_SERVER {
            @Override
            void happen() {
                STAGE.server().restartEmpty();
            }
        };

        abstract void happen();
    }

    /** What is disturbed while the data stays. */
    enum Disturbance {
        THE_SCRIPTS_ARE_FORGOTTEN {
            @Override
            void happen() {
                STAGE.run("SCRIPT", "FLUSH");
            }
        },
        THE_CONNECTIONS_ARE_CLOSED {
            @Override
            void happen() {
                STAGE.run("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
                STAGE.run("CLIENT", "KILL", "TYPE", "pubsub", "SKIPME", "yes");
            }
        };

        abstract void happen();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void G2_G7_afterALossOfDataWorkGoesOnUnderNewEpochs(Loss loss) {
        Load load = startUnderLoad();
        List<Long> epochs = STAGE.epochs();

        loss.happen();
        int first = load.next();

        await().atMost(Stage.LIMIT).untilAsserted(() -> assertRose(epochs));
        finish(load, first);
    }

    @Test
    void G4_G7_theLossOfOneStreamDisturbsNoOtherPartition() {
        Load load = startUnderLoad();
        List<Long> epochs = STAGE.epochs();

        STAGE.run("DEL", stream(2));
        int first = load.next();

        await().atMost(Stage.LIMIT).until(() -> STAGE.epochs().get(2) > epochs.get(2));
        finish(load, first);
        for (int partition : List.of(0, 1, 3)) {
            assertThat(STAGE.epochs().get(partition)).isEqualTo(epochs.get(partition));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void G1_G3_G4_aDisturbanceThatLeavesTheDataMovesNothing(Disturbance disturbance) {
        Load load = startUnderLoad();
        List<Long> epochs = STAGE.epochs();

        disturbance.happen();
        int first = load.next();
        int beats = STAGE.replicas().get(0).beats();
        await().atMost(Stage.LIMIT).until(() -> STAGE.replicas().get(0).beats() > beats + 2);

        finish(load, first);
        STAGE.awaitFinished(load.confirmed());
        STAGE.ledger().assertKeysInOrder();
        assertThat(STAGE.epochs()).isEqualTo(epochs);
        assertThat(STAGE.replicas()).allMatch(replica -> replica.lostLeases() == 0);
    }

    @Test
    void G1_G2_G3_G7_aRedisThatStandsStillForLongerThanTrustLosesNothing() {
        Load load = startUnderLoad();
        List<Long> epochs = STAGE.epochs();

        STAGE.run("CLIENT", "PAUSE", 3000);

        await().atMost(Stage.LIMIT)
                .until(() -> STAGE.replicas().stream().allMatch(replica -> replica.lostLeases() > 0));
        assertThat(STAGE.replicas()).as("nobody owns what it cannot trust").allMatch(r -> r.owned()
                .isEmpty());
        STAGE.awaitOwners();
        int first = load.next();
        finish(load, first);
        STAGE.awaitFinished(load.confirmed());
        STAGE.ledger().assertKeysInOrder();
        assertRose(epochs);
    }

    private Load startUnderLoad() {
        STAGE.replica("a");
        STAGE.replica("b");
        STAGE.replica("c");
        STAGE.awaitOwners();
        Load load = STAGE.load();
        await().atMost(Stage.LIMIT).until(() -> STAGE.ledger().finished() > 100);
        await().atMost(Stage.LIMIT)
                .until(() -> STAGE.replicas().stream().noneMatch(r -> r.owned().isEmpty()));
        STAGE.awaitOwners();
        commandsBefore = STAGE.commands();
        startsBefore = STAGE.ledger().starts().size();
        return load;
    }

    /** Lets some more jobs be enqueued, and checks what holds after any event. */
    private void finish(Load load, int first) {
        await().atMost(Stage.LIMIT).until(() -> load.confirmedFrom(first).size() > 100);
        load.close();
        STAGE.awaitFinished(load.confirmedFrom(first));
        STAGE.awaitOwners();
        STAGE.awaitNothingPending();
        STAGE.ledger().assertOneHolderPerEpoch();
        assertThat((STAGE.commands() - commandsBefore)
                        / (STAGE.ledger().starts().size() - startsBefore))
                .as("commands for each job")
                .isLessThan(MAX_COMMANDS_PER_JOB);
        assertThat(load.unexpected()).isEmpty();
        assertThat(STAGE.log().errors()).isEmpty();
        assertThat(STAGE.log().warnings()).hasSizeLessThan(MAX_WARNINGS);
    }

    private static void assertRose(List<Long> before) {
        List<Long> now = STAGE.epochs();
        for (int partition = 0; partition < Stage.PARTITIONS; partition++) {
            assertThat(now.get(partition)).as("the epoch of %s", partition).isGreaterThan(before.get(partition));
        }
    }

    private static String stream(int partition) {
        return RedisProcess.stream(Stage.GROUP.topic(), partition);
    }
}
