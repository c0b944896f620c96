package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories of a cluster under faults, each determined by its seed. The invariants are named where they are checked, in
 * {@link SimLedger} and {@link SimCluster#settleAndCheck}. A failing seed is part of the test's name; to look at one, put it
 * into the system property {@code simulation.seed}.
 */
class ClusterSimulationTest {
    private static final int HISTORIES = Integer.getInteger("simulation.histories", 60);

    static LongStream seeds() {
        Long one = Long.getLong("simulation.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, HISTORIES);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_G2_G3_hold_when_replicas_crash_pause_join_and_leave(long seed) {
        SimCluster cluster = new SimCluster(seed, 5);
        history(cluster, seed, List.of(Fault.KILL, Fault.PAUSE, Fault.JOIN, Fault.LEAVE));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_G2_G3_hold_when_the_network_is_slow_cut_and_loses_messages(long seed) {
        SimCluster cluster = new SimCluster(seed, 5);
        history(cluster, seed, List.of(Fault.CUT, Fault.BAD_LINK, Fault.BAD_LINK, Fault.PAUSE, Fault.KILL, Fault.JOIN));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G2_G7_hold_when_redis_loses_its_data(long seed) {
        SimCluster cluster = new SimCluster(seed, 0);
        history(cluster, seed, List.of(Fault.FLUSH, Fault.KILL, Fault.JOIN, Fault.PAUSE, Fault.CUT));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_G2_G3_hold_when_the_clock_of_redis_is_stepped(long seed) {
        SimCluster cluster = new SimCluster(seed, 5);
        history(cluster, seed, List.of(Fault.CLOCK, Fault.CLOCK, Fault.KILL, Fault.JOIN, Fault.PAUSE, Fault.CUT));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_G2_G3_hold_and_nothing_starts_while_paused_when_the_group_is_paused_again_and_again(long seed) {
        SimCluster cluster = new SimCluster(seed, 5);
        history(
                cluster,
                seed,
                List.of(
                        Fault.PAUSE_GROUP,
                        Fault.PAUSE_GROUP,
                        Fault.RESUME_GROUP,
                        Fault.KILL,
                        Fault.BAD_LINK,
                        Fault.JOIN));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G1_G2_G3_hold_across_resets_of_the_group(long seed) {
        SimCluster cluster = new SimCluster(seed, 5);
        history(
                cluster,
                seed,
                List.of(
                        Fault.RESET_GROUP,
                        Fault.RESET_GROUP,
                        Fault.PAUSE_GROUP,
                        Fault.RESUME_GROUP,
                        Fault.KILL,
                        Fault.PAUSE,
                        Fault.BAD_LINK,
                        Fault.JOIN));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void G6_poison_that_kills_its_process_is_dead_lettered_once_and_takes_no_neighbour_with_it(long seed) {
        SimCluster cluster = new SimCluster(seed, 0);
        Random random = new Random(seed);
        cluster.start("c0");
        cluster.start("c1");
        for (int i = 0; i < 60; i++) {
            cluster.enqueue(i % 2 == 0 ? null : "key-" + random.nextInt(10));
        }
        cluster.enqueuePoison();
        for (int i = 0; i < 60; i++) {
            cluster.world().run(Duration.ofSeconds(1));
            if (cluster.alive().size() < 2) {
                cluster.start("c" + (i + 2));
            }
        }

        cluster.settleAndCheck();

        assertThat(cluster.redis().dead())
                .extracting(dead -> dead.entry().msgId())
                .containsExactlyElementsOf(cluster.poison());
        assertThat(cluster.ledger().attempts(cluster.poison().iterator().next()))
                .containsExactly(1, 2, 3, 4, 5);
    }

    private enum Fault {
        KILL,
        PAUSE,
        JOIN,
        LEAVE,
        CUT,
        BAD_LINK,
        FLUSH,
        CLOCK,
        PAUSE_GROUP,
        RESUME_GROUP,
        RESET_GROUP
    }

    private static void history(SimCluster cluster, long seed, List<Fault> faults) {
        Random random = new Random(seed ^ 0x5eed);
        int joined = 3;
        for (int i = 0; i < joined; i++) {
            cluster.start("c" + i);
        }
        for (int round = 0; round < 40; round++) {
            for (int i = random.nextInt(15); i > 0; i--) {
                cluster.enqueue(random.nextInt(4) == 0 ? null : "key-" + random.nextInt(12));
            }
            cluster.world().run(Duration.ofMillis(random.nextInt(2000)));
            if (random.nextInt(3) == 0) {
                joined = inject(cluster, random, faults.get(random.nextInt(faults.size())), joined);
            }
        }
        if (cluster.alive().isEmpty()) {
            cluster.start("last");
        }
        cluster.settleAndCheck();
    }

    private static int inject(SimCluster cluster, Random random, Fault fault, int joined) {
        List<SimReplica> alive = cluster.alive();
        SimReplica victim = alive.get(random.nextInt(alive.size()));
        switch (fault) {
            case KILL -> {
                victim.kill();
                cluster.start(random.nextBoolean() ? victim.me().id() : "c" + joined++);
            }
            case PAUSE -> victim.pause(Duration.ofMillis(random.nextInt(25_000)));
            case JOIN -> cluster.start("c" + joined++);
            case LEAVE -> {
                if (alive.size() > 1) {
                    victim.terminate();
                }
            }
            case CUT -> victim.link().cut(Duration.ofMillis(random.nextInt(20_000)));
            case BAD_LINK -> victim.link().worsen(Duration.ofMillis(random.nextInt(30_000)));
            case FLUSH -> cluster.flushAll();
            case PAUSE_GROUP -> cluster.pause(true);
            case RESUME_GROUP -> cluster.pause(false);
            case RESET_GROUP -> cluster.reset();
            case CLOCK -> cluster.stepClock(Duration.ofMinutes(random.nextInt(121) - 60));
        }
        return joined;
    }
}
