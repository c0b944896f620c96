package dev.streamlane.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.redis.RedisProcess;
import dev.streamlane.resilience.Ledger.Start;
import dev.streamlane.testing.TcpProxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two replicas run jobs that take long; one of them cannot renew its leases any more. */
class LostTrustTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch endOfSuccessor = new CountDownLatch(1);
    private TcpProxy proxy;

    @BeforeEach
    void makeProxy() {
        proxy = STAGE.proxy();
    }

    @Test
    void G2_aJobMayTakeLongerThanTheTtlWhileItsLeaseIsRenewed() {
        Replica replica = STAGE.replica("a", proxy.uri(), job -> end.await());
        STAGE.awaitOwners();
        List<String> jobs = STAGE.enqueueOneEach();
        awaitStarts(jobs.size());

        int beats = replica.beats();
        await().atMost(Stage.LIMIT).until(() -> replica.beats() > beats + 6);
        end.countDown();

        STAGE.awaitFinished(jobs);
        STAGE.awaitNothingPending();
        assertThat(STAGE.ledger().interrupts()).isZero();
        assertThat(STAGE.ledger().starts()).hasSize(jobs.size());
    }

    @Test
    void G2_whatRunsIsInterruptedWhenTrustInItsLeaseEndsAndRunsAgainElsewhere() {
        Replica cutOff = STAGE.replica("a", proxy.uri(), job -> end.await());
        Replica successor = STAGE.replica("b", STAGE.server().uri(), Stage.Work.NONE);
        awaitShares(cutOff, successor);
        List<String> jobs = STAGE.enqueueOneEach();
        awaitStarts(jobs.size());

        proxy.swallow();

        int running = cutOff.owned().size();
        await().atMost(Stage.LIMIT).until(() -> STAGE.ledger().interrupts() == running);
        assertThat(cutOff.owned()).isEmpty();
        STAGE.awaitFinished(jobs);
        STAGE.awaitNothingPending();
        assertThat(startsBy(successor))
                .filteredOn(start -> start.job().attempt() == 2)
                .hasSize(running);
        STAGE.ledger().assertOneHolderPerEpoch();
        proxy.heal();
    }

    @Test
    void G2_whoDoesNotNoticeThatItsLeaseIsTakenCannotAcknowledgeWhatItRan() {
        Replica unaware = STAGE.replica("a", proxy.uri(), job -> end.await(), () -> 0);
        Replica successor = STAGE.replica("b", STAGE.server().uri(), job -> endOfSuccessor.await());
        awaitShares(unaware, successor);
        List<String> jobs = STAGE.enqueueOneEach();
        awaitStarts(jobs.size());

        int running = loseLeases(unaware, successor);
        awaitStarts(jobs.size() + running);
        end.countDown();
        await().atMost(Stage.LIMIT).until(() -> STAGE.ledger().finished() == running);

        await().atMost(Stage.LIMIT).until(() -> unaware.owned().isEmpty());
        assertThat(STAGE.pending()).as("still pending for the successor").isEqualTo(jobs.size());
        endOfSuccessor.countDown();
        STAGE.awaitNothingPending();
        STAGE.ledger().assertOneHolderPerEpoch();
        assertEpochsRose(jobs);
        proxy.heal();
    }

    @Test
    void G2_whoDoesNotNoticeThatItsLeaseIsTakenStartsNothingMore() {
        Replica unaware = STAGE.replica("a", proxy.uri(), Stage.Work.NONE, () -> 0);
        Replica successor = STAGE.replica("b");
        awaitShares(unaware, successor);

        loseLeases(unaware, successor);
        List<String> jobs = STAGE.enqueueOneEach();
        STAGE.awaitFinished(jobs);

        assertThat(startsBy(successor)).hasSize(jobs.size());
        await().atMost(Stage.LIMIT).until(() -> unaware.owned().isEmpty());
        assertThat(startsBy(unaware)).isEmpty();
        proxy.heal();
    }

    /** Ends a replica's heartbeats, and nothing else of it; how many partitions the other one takes over then. */
    private int loseLeases(Replica from, Replica to) {
        int moving = from.owned().size();
        proxy.swallow(RedisProcess.heartbeatDigest());
        await().atMost(Stage.LIMIT).until(() -> to.owned().size() == Stage.PARTITIONS);
        return moving;
    }

    private static void awaitShares(Replica one, Replica two) {
        STAGE.awaitOwners();
        await().atMost(Stage.LIMIT)
                .until(() -> one.owned().size() == two.owned().size()
                        && one.owned().size() + two.owned().size() == Stage.PARTITIONS);
    }

    private static void awaitStarts(int count) {
        await().atMost(Stage.LIMIT).until(() -> STAGE.ledger().starts().size() == count);
    }

    private static List<Start> startsBy(Replica replica) {
        return STAGE.ledger().starts().stream()
                .filter(start -> start.by().equals(replica.me()))
                .toList();
    }

    private static void assertEpochsRose(List<String> jobs) {
        for (String job : jobs) {
            assertThat(STAGE.ledger().starts().stream()
                            .filter(start -> start.job().id().equals(job))
                            .map(start -> start.job().epoch())
                            .toList())
                    .as("epochs of the starts of one job")
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }
}
