package dev.streamlane.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.producer.JobProducer;
import dev.streamlane.producer.NewJob;
import dev.streamlane.redis.RedisProcess;
import dev.streamlane.testing.ProxyLink;
import dev.streamlane.testing.TcpProxy;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A step is under way for so long that its sender gives it up and goes on. */
class LateStepTest {
    /** What the step script replies to a step that is not the next one. */
    private static final String STALE = "*1\r\n:2\r\n";

    @RegisterExtension
    static final Stage STAGE = new Stage();

    @Test
    void G1_G3_aStepThatArrivesAfterItsSuccessorsReadsNothingAndChangesNothing() {
        TcpProxy proxy = STAGE.proxy();
        STAGE.replica("a", proxy.uri(), Stage.Work.NONE);
        STAGE.awaitOwners();
        enqueue(5);
        await().atMost(Stage.LIMIT).until(() -> STAGE.ledger().finished() == 5 && STAGE.pending() == 0);

        ProxyLink late = holdSteps(proxy);
        enqueue(5);
        await().atMost(Stage.LIMIT).until(() -> STAGE.ledger().finished() == 10 && STAGE.pending() == 0);

        // What is new now would be read by the late step, were it not refused.
        ProxyLink present = holdSteps(proxy);
        enqueue(5);
        late.letGo();
        await().atMost(Stage.LIMIT).until(() -> late.lateReplies().contains(STALE));
        present.letGo();

        await().atMost(Stage.LIMIT).until(() -> STAGE.ledger().finished() == 15);
        STAGE.awaitNothingPending();
        STAGE.ledger().assertKeysInOrder();
        assertThat(STAGE.ledger().starts()).as("nothing ran twice").hasSize(15);
    }

    /** Keeps back what is sent on the connection that steps are sent on. */
    private static ProxyLink holdSteps(TcpProxy proxy) {
        List<ProxyLink> links = proxy.links().stream()
                .filter(link -> link.carries(RedisProcess.stepDigest()))
                .toList();
        ProxyLink present = links.get(links.size() - 1);
        present.holdRequests();
        return present;
    }

    private static void enqueue(int count) {
        JobProducer producer = STAGE.producer(0);
        List<NewJob> jobs = IntStream.range(0, count)
                .mapToObj(i -> NewJob.of(i).withKey("key"))
                .toList();
        producer.enqueueAllAndAwait(Stage.GROUP.topic(), jobs);
    }
}
