package dev.streamlane.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.job.StreamProcessor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of streams when their replica dies, or Redis forgets whose they are. */
class StreamTakeoverTest {
    private static final int COUNT = 20;
    private static final int OTHER_KEYS = 10_000;

    /** What is promised, and some time for the machine that runs the tests. */
    private static final Duration BOUND = StreamStage.TTL.plusMillis(600).plusMillis(400);

    private static final int ROUNDS = 3;

    /** Its checkpoint is further on each time, so that no attempt is the last one. */
    private static final StreamProcessor GETS_ON = stream -> {
        stream.checkpoint(stream.epoch() + "-0");
        StreamStage.FOREVER.process(stream);
    };

    @RegisterExtension
    static final StreamStage STAGE = new StreamStage();

    @ParameterizedTest(name = "notify-keyspace-events \"{0}\"")
    @ValueSource(strings = {"", "Kx"})
    void G4_aDeadReplicasStreamsAreTakenOverWithinTheBoundBesideTenThousandOtherVolatileKeys(String notifications) {
        STAGE.run("CONFIG", "SET", "notify-keyspace-events", notifications);
        STAGE.run(
                "EVAL",
                "for i = 1, ARGV[1] do redis.call('SET', 'volatile-' .. i, 'x', 'EX', 86400) end",
                "0",
                String.valueOf(OTHER_KEYS));
        StreamReplica owner = STAGE.replica("replica-0", GETS_ON);
        List<String> names = STAGE.add("s-", COUNT);
        STAGE.awaitStarted("replica-0", names);

        // A busy machine may spoil a round, or two. Who waits for notifications is late in each of them.
        Duration took = StreamStage.LIMIT;
        for (int round = 1; round <= ROUNDS && took.compareTo(BOUND) > 0; round++) {
            StreamReplica heir = STAGE.replica("replica-" + round, GETS_ON);
            STAGE.awaitBeats(heir, 1);
            STAGE.awaitBeats(owner, 1); // The worst moment: its locks have just been extended.
            long killed = System.nanoTime();
            owner.kill();
            STAGE.awaitStarted(heir.id(), names);
            took = Duration.ofNanos(System.nanoTime() - killed);
            owner = heir;
        }

        assertThat(took).isLessThan(BOUND);
        assertThat((Long) STAGE.run("DBSIZE")).isGreaterThan(OTHER_KEYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEL orders-input", "FLUSHALL"})
    void G7_whoseAssignmentsAreLostStopsAndGoesOnWithThoseThatAreAddedAnew(String loss) {
        StreamReplica replica = STAGE.replica("one", StreamStage.FOREVER);
        List<String> names = STAGE.add("s-", COUNT);
        STAGE.awaitStarted("one", names);

        STAGE.run(loss.split(" "));
        await().atMost(StreamStage.LIMIT).until(() -> replica.lost() == COUNT);
        assertThat(STAGE.journal().starts("one"))
                .hasSize(COUNT)
                .allMatch(start -> start.assigned().orElseThrow().disowned());
        STAGE.add("s-", COUNT);

        await().atMost(StreamStage.LIMIT)
                .until(() -> STAGE.journal().starts("one").size() == 2 * COUNT);
        STAGE.awaitBeats(replica, 1);
        assertThat(replica.lost()).isEqualTo(COUNT);
    }
}
