package dev.streamlane.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.redis.RedisProcess;
import dev.streamlane.testing.ProxyLink;
import dev.streamlane.testing.TcpProxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that stay open and carry nothing any more: the peer vanished without a word. */
class HalfOpenConnectionTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    /** For a machine that is busy with other things. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    /** The command that waits for new jobs, and not the one that reads them. */
    private static final String WAIT = "xread\r\n";

    private TcpProxy proxy;
    private Replica replica;

    @BeforeEach
    void startReplica() {
        proxy = STAGE.proxy();
        replica = STAGE.replica("a", proxy.uri(), Stage.Work.NONE);
        STAGE.awaitOwners();
    }

    @Test
    void G4_G7_aWaitForNewJobsThatHearsNothingEndsInTimeAndTheJobsAreFound() {
        await().atMost(Stage.LIMIT).until(() -> carrying(WAIT).size() == Stage.PARTITIONS);
        List<Long> epochs = STAGE.epochs();

        carrying(WAIT).forEach(ProxyLink::swallow);
        List<String> jobs = STAGE.enqueueOneEach();

        Duration noticed = Stage.BLOCK.plus(Stage.TIMEOUT).plus(SLACK);
        await().atMost(noticed).until(() -> STAGE.ledger().finished() == jobs.size());
        assertThat(replica.lostLeases()).isZero();
        assertThat(STAGE.epochs()).isEqualTo(epochs);
    }

    @Test
    void G1_G3_aConnectionForReadingThatHearsNothingIsReplacedInTime() {
        Load load = STAGE.load();
        await().atMost(Stage.LIMIT).until(() -> STAGE.ledger().finished() > 0);
        List<ProxyLink> silent = carrying(RedisProcess.stepDigest());

        silent.forEach(ProxyLink::swallow);

        await().atMost(Stage.TIMEOUT.plus(SLACK))
                .until(() -> carrying(RedisProcess.stepDigest()).size() > silent.size());
        load.close();
        STAGE.awaitFinished(load.confirmed());
        STAGE.awaitNothingPending();
        STAGE.ledger().assertKeysInOrder();
        assertThat(replica.lostLeases()).isZero();
    }

    @Test
    void G4_aConnectionForHeartbeatsThatHearsNothingIsReplacedBeforeTheLeasesEnd() {
        List<Long> epochs = STAGE.epochs();
        int rebalances = replica.rebalances();
        List<ProxyLink> silent = carrying(RedisProcess.heartbeatDigest());

        silent.forEach(ProxyLink::swallow);

        await().atMost(Stage.LIMIT)
                .until(() -> carrying(RedisProcess.heartbeatDigest()).size() > silent.size());
        int beats = replica.beats();
        await().atMost(Stage.LIMIT).until(() -> replica.beats() >= beats + 3);
        assertThat(replica.lostLeases()).isZero();
        assertThat(replica.rebalances()).isEqualTo(rebalances);
        assertThat(STAGE.epochs()).isEqualTo(epochs);
    }

    @Test
    void G1_G2_G3_G4_aReplicaThatIsCutOffIsReplacedWithinItsTtlAndASecondAndComesBack() {
        Load load = STAGE.load();
        await().atMost(Stage.LIMIT).until(() -> STAGE.ledger().finished() > 0);
        Replica other = STAGE.replica("b");
        STAGE.awaitOwners();

        proxy.swallow();

        await().atMost(Stage.TTL.plusSeconds(1)).until(() -> other.owned().size() == Stage.PARTITIONS);
        assertThat(replica.owned()).as("owned without trust").isEmpty();
        proxy.heal();
        STAGE.awaitOwners();
        await().atMost(Stage.LIMIT).until(() -> !replica.owned().isEmpty());
        load.close();
        STAGE.awaitFinished(load.confirmed());
        STAGE.awaitNothingPending();
        STAGE.ledger().assertKeysInOrder();
        STAGE.ledger().assertOneHolderPerEpoch();
    }

    private List<ProxyLink> carrying(String text) {
        return proxy.links().stream().filter(link -> link.carries(text)).toList();
    }
}
