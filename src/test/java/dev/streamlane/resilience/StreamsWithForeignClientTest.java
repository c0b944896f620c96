package dev.streamlane.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.job.AssignedStream;
import dev.streamlane.job.StreamProcessor;
import dev.streamlane.resilience.StreamJournal.Start;
import dev.streamlane.testing.foreign.ForeignClient;
import dev.streamlane.testing.foreign.ForeignClient.Options;
import dev.streamlane.testing.foreign.ForeignClient.Work;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replicas of ours and foreign clients serve one service; each side dies, pauses and misbehaves in turn. */
class StreamsWithForeignClientTest {
    private static final String FOREIGN = "go";
    private static final String OURS = "java";
    private static final int COUNT = 20;
    private static final StreamProcessor QUICK = stream -> {};

    @RegisterExtension
    static final StreamStage STAGE = new StreamStage();

    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void bothSidesGetStreamsAndEachStreamIsDoneOnce() {
        STAGE.foreign(FOREIGN, Options.DEFAULTS, stream -> {});
        STAGE.replica(OURS, QUICK);

        List<String> names = STAGE.add("s-", 500);

        awaitDoneOnce(names);
    }

    @Test
    void theStreamsOfADeadForeignClientAreClaimedAndDoneOnce() {
        ForeignClient foreign = STAGE.foreign(FOREIGN, Options.DEFAULTS, Work.FOREVER);
        List<String> names = STAGE.add("s-", COUNT);
        await().atMost(StreamStage.LIMIT).until(() -> foreign.held().size() == COUNT);
        StreamReplica ours = STAGE.replica(OURS, QUICK);
        STAGE.awaitBeats(ours, 2);

        foreign.kill();

        awaitDoneOnce(names);
        assertThat(STAGE.journal().starts(OURS)).allSatisfy(start -> {
            AssignedStream stream = start.assigned().orElseThrow();
            assertThat(stream.claimedFrom())
                    .hasValueSatisfying(from -> assertThat(from).endsWith(FOREIGN));
        });
    }

    @Test
    void aForeignClientClaimsTheStreamsOfADeadReplica() {
        StreamReplica ours = STAGE.replica(OURS, StreamStage.FOREVER);
        List<String> names = STAGE.add("s-", COUNT);
        STAGE.awaitStarted(OURS, names);
        ForeignClient foreign = STAGE.foreign(FOREIGN, Options.DEFAULTS, stream -> {});

        ours.kill();

        awaitDoneOnce(names);
        assertThat(STAGE.journal().startedBy(FOREIGN)).isEqualTo(new TreeSet<>(names));
        assertThat(foreign.readerEnded()).isFalse();
    }

    @Test
    void aForeignClientClaimsAtOnceWhatAReplicaHandsOver() {
        StreamReplica ours = STAGE.replica(OURS, StreamStage.FOREVER);
        List<String> names = STAGE.add("s-", COUNT);
        STAGE.awaitStarted(OURS, names);
        STAGE.foreign(FOREIGN, Options.DEFAULTS, stream -> {});

        long before = System.nanoTime();
        ours.leave();
        awaitDone(names);
        Duration took = Duration.ofNanos(System.nanoTime() - before);

        assertThat(took).isLessThan(Duration.ofSeconds(1));
        awaitDoneOnce(names);
        assertThat(STAGE.journal().startedBy(FOREIGN)).isEqualTo(new TreeSet<>(names));
    }

    @Test
    void goesOnFromOurCheckpointThoughAForeignClientHadTheStreamInBetween() {
        StreamReplica first = STAGE.replica(OURS, stream -> {
            stream.checkpoint("7-1");
            StreamStage.FOREVER.process(stream);
        });
        List<String> names = STAGE.add("s-", 1);
        STAGE.awaitStarted(OURS, names);
        ForeignClient foreign = STAGE.foreign(FOREIGN, Options.DEFAULTS, Work.FOREVER);
        STAGE.awaitBeats(first, 1);
        first.kill();
        await().atMost(StreamStage.LIMIT).until(() -> foreign.held().size() == 1);
        StreamReplica second = STAGE.replica("second", QUICK);
        STAGE.awaitBeats(second, 2);

        foreign.kill();

        awaitDoneOnce(names);
        assertThat(STAGE.journal().starts("second")).singleElement().satisfies(start -> {
            AssignedStream stream = start.assigned().orElseThrow();
            assertThat(stream.checkpoint()).hasValue("7-1");
            assertThat(stream.epoch())
                    .isGreaterThan(onlyStart(OURS).assigned().orElseThrow().epoch());
        });
    }

    @Test
    void aForeignReaderThatLocksAThousandEntriesOneByOneIsNotRobbed() {
        STAGE.run("XGROUP", "CREATE", "orders-input", "orders-group", "0", "MKSTREAM");
        List<String> names = STAGE.add("s-", 1000);
        ForeignClient foreign =
                STAGE.foreign(FOREIGN, Options.DEFAULTS.slow(StreamStage.TTL.dividedBy(500)), stream -> {});
        await().atMost(StreamStage.LIMIT).until(() -> !STAGE.journal().done().isEmpty());
        STAGE.replica(OURS, QUICK);

        awaitDoneOnce(names);
        assertThat(foreign.readerEnded()).isFalse();
        assertThat(foreign.disowned()).isEmpty();
        assertThat(STAGE.journal().starts(OURS)).isEmpty();
    }

    @Test
    void whatADeadForeignReaderHadNotLockedYetIsClaimedAfterItsOwnRecoveryTime() {
        STAGE.run("XGROUP", "CREATE", "orders-input", "orders-group", "0", "MKSTREAM");
        List<String> names = STAGE.add("s-", COUNT);
        ForeignClient foreign = STAGE.foreign(FOREIGN, Options.DEFAULTS.slow(StreamStage.LIMIT), Work.FOREVER);
        await().atMost(StreamStage.LIMIT).until(() -> foreign.held().size() == 1);
        StreamReplica ours = STAGE.replica(OURS, QUICK);
        STAGE.awaitBeats(ours, 2);

        foreign.kill();
        STAGE.awaitStarted(OURS, names.subList(0, 1));
        STAGE.awaitBeats(ours, 2);
        assertThat(STAGE.journal().startedBy(OURS)).as("only what was locked").hasSize(1);
        STAGE.age("redis-consumer-" + FOREIGN, Duration.ofSeconds(40));

        awaitDoneOnce(names);
    }

    @Test
    void aForeignClientThatWasPausedLosesItsStreamsAndEndsNoneOfThem() {
        ForeignClient foreign = STAGE.foreign(FOREIGN, Options.DEFAULTS, Work.FOREVER);
        List<String> names = STAGE.add("s-", COUNT);
        await().atMost(StreamStage.LIMIT).until(() -> foreign.held().size() == COUNT);
        StreamReplica ours = STAGE.replica(OURS, stream -> end.await());
        STAGE.awaitBeats(ours, 2);

        foreign.pause();
        STAGE.awaitStarted(OURS, names);
        foreign.resume();

        await().atMost(StreamStage.LIMIT).until(() -> foreign.disowned().size() == COUNT);
        assertThat(ours.lost()).isZero();
        end.countDown();
        awaitDoneOnce(names);
    }

    @Test
    void aLockThatIsTakenEndsAForeignReaderAndNeverOurs() {
        ForeignClient foreign = STAGE.foreign(FOREIGN, Options.DEFAULTS, Work.FOREVER);
        STAGE.run("SET", "s-0<MUTEX_KEY_SEP>9999999999999-1", "somebody", "PX", "1000");
        STAGE.run("XADD", "orders-input", "9999999999999-1", "lbs-input", "{\"DataStreamName\":\"s-0\"}");
        await().atMost(StreamStage.LIMIT).until(foreign::readerEnded);
        StreamReplica ours = STAGE.replica(OURS, QUICK);

        STAGE.run("SET", "s-1<MUTEX_KEY_SEP>9999999999999-2", "somebody", "PX", "1000");
        STAGE.run("XADD", "orders-input", "9999999999999-2", "lbs-input", "{\"DataStreamName\":\"s-1\"}");
        List<String> names = STAGE.add("t-", COUNT);

        STAGE.awaitStarted(OURS, names);
        STAGE.awaitStarted(OURS, List.of("s-1"));
        STAGE.awaitBeats(ours, 2);
        STAGE.age("redis-consumer-" + FOREIGN, Duration.ofSeconds(40));
        STAGE.awaitStarted(OURS, List.of("s-0"));
        STAGE.awaitNothingLeft();
    }

    private static Start onlyStart(String by) {
        List<Start> starts = STAGE.journal().starts(by);
        assertThat(starts).hasSize(1);
        return starts.get(0);
    }

    private static void awaitDone(List<String> names) {
        await("all are done")
                .atMost(StreamStage.LIMIT)
                .until(() -> STAGE.journal().done().keySet().equals(Set.copyOf(names)));
    }

    /** Each stream was done, by whoever, and only once; and nothing of it is left. */
    private static void awaitDoneOnce(List<String> names) {
        awaitDone(names);
        STAGE.awaitNothingLeft();
        assertThat(STAGE.journal().done().values()).allMatch(times -> times == 1);
    }
}
