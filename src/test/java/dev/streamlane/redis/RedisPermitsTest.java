package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.streamlane.consumer.GroupLimits;
import dev.streamlane.consumer.PermitLedger.Ask;
import dev.streamlane.consumer.PermitLedger.Grant;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisPermitsTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final Duration TTL = Duration.ofSeconds(30);
    private static final GroupLimits TEN = new GroupLimits(10, 0, Duration.ofSeconds(1));
    private static final GroupLimits TEN_A_SECOND = new GroupLimits(0, 10, Duration.ofSeconds(1));

    private RedisPermits ann;
    private RedisPermits bob;
    private long number;

    @BeforeEach
    void givenTwoReplicas() {
        ann = permits("ann", TTL);
        bob = permits("bob", TTL);
    }

    @Test
    void whatOneHasNoOtherGets() {
        assertThat(run(ann, 0, 7)).isEqualTo(7);
        assertThat(run(bob, 0, 7)).isEqualTo(3);
        assertThat(run(ann, 7, 1)).isEqualTo(5);
    }

    @Test
    void whatIsWantedByAllIsSharedAsJobsEnd() {
        assertThat(run(ann, 0, 10)).isEqualTo(10);
        assertThat(run(bob, 0, 20)).isZero();
        assertThat(run(ann, 10, 10)).isEqualTo(5);
        assertThat(run(bob, 0, 20)).as("jobs still run").isZero();
        assertThat(run(ann, 6, 10)).isEqualTo(5);
        assertThat(run(bob, 0, 20)).isEqualTo(4);
        assertThat(run(ann, 5, 10)).isEqualTo(5);
        assertThat(run(bob, 4, 20)).isEqualTo(5);
    }

    @Test
    void whatOthersDoNotWantIsNotKeptForThem() {
        assertThat(run(ann, 0, 2)).isEqualTo(2);
        assertThat(run(bob, 0, 20)).isEqualTo(8);
        assertThat(run(ann, 0, 0)).isZero();
        assertThat(run(bob, 8, 20)).isEqualTo(10);
        assertThat(run(bob, 0, 0)).isZero();
        assertThat(REDIS.number("EXISTS", REDIS.keys().running(GROUP))).isZero();
    }

    @Test
    void g8_howeverReplicasAskNoMoreRunThanMay() {
        List<RedisPermits> replicas = List.of(ann, bob, permits("eve", TTL));
        Random random = new Random(5);
        int[] running = new int[3];
        int[] may = new int[3];
        for (int i = 0; i < 600; i++) {
            int one = random.nextInt(3);
            running[one] -= random.nextInt(running[one] + 1);
            may[one] = run(replicas.get(one), running[one], random.nextInt(15));
            running[one] = Math.max(running[one], may[one] - random.nextInt(2));
            assertThat(running[0] + running[1] + running[2]).isBetween(0, 10);
        }
    }

    @Test
    void whatADeadReplicaHadComesBackWhenItWasSilentForTooLong() {
        RedisPermits dead = permits("dead", Duration.ofMillis(300));
        long before = REDIS.time();
        assertThat(run(dead, 0, 10)).isEqualTo(10);
        assertThat(run(bob, 0, 4)).isZero();

        await().pollInterval(Duration.ofMillis(5)).until(() -> run(bob, 0, 4) == 4);

        assertThat(REDIS.time() - before).isGreaterThanOrEqualTo(300);
    }

    @Test
    void aClockThatWasSetBackKeepsNothingForEver() {
        String key = REDIS.keys().running(GROUP);
        long later = REDIS.time() + Duration.ofDays(1).toMillis();
        REDIS.run("HSET", key, "gone", "10 10 " + later + " 1");

        assertThat(run(bob, 0, 4)).isZero();

        assertThat(Long.parseLong(REDIS.text("HGET", key, "gone").split(" ")[2]))
                .isLessThanOrEqualTo(REDIS.time() + TTL.toMillis());
    }

    @Test
    void aCallThatComesLateChangesNothing() {
        get(ann.ask(GROUP, TEN, new Ask(7, 0, 5, 0, 0, "")));

        assertThatThrownBy(() -> get(ann.ask(GROUP, TEN, new Ask(6, 0, 0, 0, 0, ""))))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(run(bob, 0, 10)).isEqualTo(5);
    }

    @Test
    void g8_noMoreStartsAreGivenInAnyIntervalThanMayBegin() {
        record Given(long at, int starts) {}
        List<Given> all = new ArrayList<>();
        Random random = new Random(3);
        long end = REDIS.time() + 2500;
        Duration retry = Duration.ZERO;
        while (REDIS.time() < end) {
            Grant grant = start(random.nextBoolean() ? ann : bob, 1 + random.nextInt(4), 0, "");
            // Not before this time.
            all.add(new Given(REDIS.time(), grant.starts()));
            retry = grant.starts() == 0 ? grant.retry() : retry;
        }

        for (Given last : all) {
            assertThat(all.stream()
                            .filter(given -> given.at() <= last.at() && given.at() > last.at() - 1000)
                            .mapToInt(Given::starts)
                            .sum())
                    .isLessThanOrEqualTo(10);
        }
        assertThat(all.stream().mapToInt(Given::starts).sum()).isEqualTo(30);
        assertThat(retry).isPositive().isLessThanOrEqualTo(Duration.ofMillis(1070));
    }

    @Test
    void startsThatWereNotUsedAreOthers() {
        Grant grant = start(ann, 10, 0, "");
        assertThat(start(bob, 1, 0, "").starts()).isZero();

        start(ann, 0, 4, grant.slice());

        assertThat(start(bob, 10, 0, "").starts()).isEqualTo(4);
    }

    @Test
    void startsOfAClockThatWasSetBackCountFromNowOn() {
        String key = REDIS.keys().starts(GROUP);
        REDIS.run("HSET", key, (REDIS.time() / 20) + 100_000, "10");

        Grant none = start(ann, 1, 0, "");

        assertThat(none.starts()).isZero();
        assertThat(none.retry()).isLessThanOrEqualTo(Duration.ofMillis(1070));
    }

    @Test
    void moreThanMayEverBeginAtOnceIsGivenInPart() {
        Grant grant = start(ann, 64, 0, "");

        assertThat(grant.starts()).isEqualTo(10);
        assertThat(grant.retry()).isBetween(Duration.ofMillis(1040), Duration.ofMillis(1070));
        assertThat(REDIS.number("PTTL", REDIS.keys().starts(GROUP))).isBetween(1L, 1070L);
    }

    private RedisPermits permits(String incarnation, Duration ttl) {
        return new RedisPermits(REDIS.lanes(), REDIS.keys(), incarnation, ttl);
    }

    private int run(RedisPermits replica, int running, int more) {
        return get(replica.ask(GROUP, TEN, new Ask(++number, running, more, 0, 0, "")))
                .running();
    }

    private Grant start(RedisPermits replica, int starts, int unused, String slice) {
        return get(replica.ask(GROUP, TEN_A_SECOND, new Ask(++number, 0, 0, starts, unused, slice)));
    }
}
