package dev.streamlane.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.streamlane.redis.RedisProcess;
import dev.streamlane.testing.ProxyLink;
import dev.streamlane.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections between replicas and Redis break, in the middle of replies or altogether. */
class BrokenConnectionTest {
    private static final int ROUNDS = 15;

    /** The connections of a replica: three lanes, wake-ups, and one that waits for new jobs in each partition. */
    private static final int CONNECTIONS = 4 + Stage.PARTITIONS;

    @RegisterExtension
    static final Stage STAGE = new Stage();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void G1_G3_connectionsThatBreakInTheMiddleOfAReadLoseNothingAndKeepTheOrder(long seed) {
        Random random = new Random(seed);
        List<TcpProxy> proxies = List.of(STAGE.proxy(), STAGE.proxy());
        STAGE.replica("a", proxies.get(0).uri(), Stage.Work.NONE);
        STAGE.replica("b", proxies.get(1).uri(), Stage.Work.NONE);
        STAGE.awaitOwners();
        int before = attempts(proxies);
        Load load = STAGE.load();

        List<ProxyLink> broken = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            List<ProxyLink> links =
                    proxies.stream().map(proxy -> choose(proxy, random)).toList();
            links.forEach(link -> link.resetAfter(1 + random.nextInt(3000)));
            awaitBroken(links);
            links.stream().filter(ProxyLink::closed).forEach(broken::add);
        }
        load.close();

        STAGE.awaitFinished(load.confirmed());
        STAGE.awaitNothingPending();
        STAGE.ledger().assertKeysInOrder();
        STAGE.ledger().assertOneHolderPerEpoch();
        assertThat(broken.stream().filter(ProxyLink::torn).count())
                .as("replies cut in two")
                .isGreaterThan(ROUNDS);
        assertThat(attempts(proxies) - before)
                .as("about one new connection for each broken one")
                .isLessThan(broken.size() + ROUNDS);
    }

    @Test
    void G7_whileRedisIsOutOfReachFewAttemptsAreMadeAndAfterwardsWorkGoesOn() {
        TcpProxy proxy = STAGE.proxy();
        Replica replica = STAGE.replica("a", proxy.uri(), Stage.Work.NONE);
        STAGE.awaitOwners();
        Load load = STAGE.load();
        STAGE.awaitFinished(load.confirmed());

        proxy.refuse();
        int before = proxy.attempts();
        int failed = replica.failedBeats();
        long began = System.nanoTime();
        await().atMost(Stage.LIMIT).until(() -> replica.failedBeats() >= failed + 6);
        double seconds = (System.nanoTime() - began) / 1e9;
        int attempts = proxy.attempts() - before;
        load.close();
        proxy.heal();

        // Rests grow from a tenth of a second to a whole one: five attempts in the first two seconds.
        assertThat(attempts).as("attempts in %s s", seconds).isLessThan((int) (CONNECTIONS * (5 + seconds)));
        STAGE.awaitFinished(load.confirmed());
        STAGE.awaitNothingPending();
        STAGE.ledger().assertKeysInOrder();
    }

    /** A connection with traffic of one replica; most often the one that jobs are read on. */
    private static ProxyLink choose(TcpProxy proxy, Random random) {
        await().atMost(Stage.LIMIT).until(() -> proxy.links().stream().anyMatch(BrokenConnectionTest::reads));
        boolean reading = random.nextInt(4) > 0;
        List<ProxyLink> links =
                proxy.links().stream().filter(link -> !reading || reads(link)).toList();
        return links.get(random.nextInt(links.size()));
    }

    private static boolean reads(ProxyLink link) {
        return link.carries(RedisProcess.stepDigest());
    }

    private static void awaitBroken(List<ProxyLink> links) {
        try {
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofMillis(300))
                    .until(() -> links.stream().allMatch(ProxyLink::closed));
        } catch (ConditionTimeoutException e) {
            // A quiet connection breaks later.
        }
    }

    private static int attempts(List<TcpProxy> proxies) {
        return proxies.stream().mapToInt(TcpProxy::attempts).sum();
    }
}
