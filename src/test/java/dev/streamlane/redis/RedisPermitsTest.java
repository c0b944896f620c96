package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.streamlane.permit.GroupLimits;
import dev.streamlane.permit.PermitLedger;
import dev.streamlane.permit.PermitLedger.Ask;
import dev.streamlane.permit.PermitLedger.Grant;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisPermitsTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Duration DELAY = Duration.ofMillis(50);
    private static final GroupLimits TEN = new GroupLimits(10, 0, Duration.ofSeconds(1));
    private static final GroupLimits ONE = new GroupLimits(1, 0, Duration.ofSeconds(1));
    private static final GroupLimits TEN_A_SECOND = new GroupLimits(0, 10, Duration.ofSeconds(1));

    private static final String JSON = "{\"has\":10,\"wants\":10,\"said\":%d,\"ttl\":300,\"number\":1,\"since\":%d}";

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
        assertThat(REDIS.number("PTTL", REDIS.keys().running(GROUP))).isBetween(1L, TTL.toMillis());
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
        REDIS.run("HSET", key, "gone", JSON.formatted(later, later));

        assertThat(run(bob, 0, 4)).isZero();

        await().pollInterval(Duration.ofMillis(5)).until(() -> run(bob, 0, 4) == 4);
    }

    @Test
    void aCallThatComesLateChangesNothing() {
        get(ann.ask(GROUP, TEN, new Ask(7, 0, 5, 0, 0, DELAY, 0, "")));

        assertThatThrownBy(() -> get(ann.ask(GROUP, TEN, new Ask(6, 0, 0, 0, 0, DELAY, 0, ""))))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(run(bob, 0, 10)).isEqualTo(5);
    }

    @Test
    void aCallThatComesLateGetsNothingAlsoIfAllWasGivenBack() {
        get(ann.ask(GROUP, TEN, new Ask(7, 0, 5, 0, 0, DELAY, 0, "")));
        get(ann.ask(GROUP, TEN, new Ask(9, 0, 0, 0, 0, DELAY, 0, "")));

        assertThatThrownBy(() -> get(ann.ask(GROUP, TEN, new Ask(8, 0, 5, 0, 0, DELAY, 0, ""))))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(run(bob, 0, 10)).isEqualTo(10);
    }

    @Test
    void ofMoreReplicasThanPermitsWhoWaitsLongestIsNext() {
        RedisPermits eve = permits("eve", TTL);
        assertThat(run(ONE, ann, 0, 3)).isEqualTo(1);
        assertThat(run(ONE, eve, 0, 3)).isZero();
        awaitNextMillisecond();
        assertThat(run(ONE, bob, 0, 3)).isZero();
        assertThat(run(ONE, ann, 1, 3)).as("its turn is not over").isEqualTo(1);

        await().until(() -> {
            assertThat(run(ONE, eve, 0, 3)).as("a job still runs").isZero();
            assertThat(run(ONE, bob, 0, 3)).as("a job still runs").isZero();
            return run(ONE, ann, 1, 3) == 0;
        });
        assertThat(run(ONE, ann, 0, 3)).as("others wait").isZero();

        assertThat(run(ONE, bob, 0, 3)).as("another waits for longer").isZero();
        assertThat(run(ONE, eve, 0, 3)).isEqualTo(1);
    }

    @Test
    void whoWaitsAndIsNotHeardOfAnyMoreIsNotWaitedFor() {
        assertThat(run(ONE, ann, 0, 3)).isEqualTo(1);
        assertThat(run(ONE, permits("stopped", TTL), 0, 3)).isZero();
        assertThat(run(ONE, ann, 0, 0)).isZero();
        awaitNextMillisecond();
        assertThat(run(ONE, bob, 0, 3)).isZero();

        await().pollInterval(Duration.ofMillis(20)).until(() -> run(ONE, bob, 0, 3) == 1);
    }

    @Test
    void onlyAsManyGiveUpTheirTurnAsWait() {
        GroupLimits two = new GroupLimits(2, 0, Duration.ofSeconds(1));
        run(two, ann, 0, 1);
        awaitNextMillisecond();
        run(two, bob, 0, 1);
        RedisPermits eve = permits("eve", TTL);
        long end = REDIS.time() + PermitLedger.TRUST.toMillis() + 100;

        while (REDIS.time() < end) {
            assertThat(run(two, bob, 1, 1)).as("ann has had hers for longer").isEqualTo(1);
            run(two, eve, 0, 1);
            run(two, ann, 1, 1);
        }

        assertThat(run(two, ann, 1, 1)).isZero();
        assertThat(run(two, bob, 1, 1)).isEqualTo(1);
    }

    @Test
    void whoHasOneForEverDoesNotKeepOthersFromTheirTurns() {
        GroupLimits two = new GroupLimits(2, 0, Duration.ofSeconds(1));
        run(two, ann, 0, 1);
        awaitNextMillisecond();
        run(two, bob, 0, 1);
        RedisPermits eve = permits("eve", TTL);

        await().until(() -> {
            run(two, ann, 1, 0);
            run(two, eve, 0, 1);
            return run(two, bob, 1, 1) == 0;
        });

        assertThat(run(two, bob, 0, 1)).isZero();
        assertThat(run(two, eve, 0, 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"7, 4, 1, 2", "10, 4, 2, 3", "100, 12, 8, 9", "13, 6, 2, 3", "19, 10, 1, 2"})
    void whatIsScarceIsSharedAsEvenlyAsItGoes(int most, int replicas, int least, int greatest) {
        GroupLimits limits = new GroupLimits(most, 0, Duration.ofSeconds(1));
        int[] running = new int[replicas];
        for (int round = 0; round < 9; round++) {
            for (int i = 0; i < replicas; i++) {
                // Its jobs have just ended, and there are always more.
                running[i] = run(limits, permits("replica-" + i, TTL), 0, 200);
            }
        }

        assertThat(Arrays.stream(running).sum()).isEqualTo(most);
        assertThat(Arrays.stream(running).boxed()).allMatch(one -> one >= least && one <= greatest);
    }

    @Test
    void whatOneDoesNotWantAllOthersShare() {
        RedisPermits eve = permits("eve", TTL);
        for (int round = 0; round < 3; round++) {
            assertThat(run(ann, 0, 1)).isEqualTo(1);
            run(bob, 0, 20);
            run(eve, 0, 20);
        }

        assertThat(List.of(run(bob, 0, 20), run(eve, 0, 20))).containsExactlyInAnyOrder(4, 5);
    }

    @Test
    void whoWaitsHearsHowManyDoSoForLonger() {
        run(ONE, permits("first", TTL), 0, 1);
        for (int i = 0; i < 3; i++) {
            Grant grant = get(permits("waiting-" + i, TTL).ask(GROUP, ONE, new Ask(1, 0, 1, 0, 0, DELAY, 0, "")));
            assertThat(grant.ahead()).isEqualTo(i);
            awaitNextMillisecond();
        }
    }

    @Test
    void drawsNoStartsThatItMayNotRun() {
        GroupLimits both = new GroupLimits(3, 10, Duration.ofSeconds(1));

        Grant grant = get(ann.ask(GROUP, both, new Ask(1, 0, 8, 8, 0, DELAY, 0, "")));

        assertThat(List.of(grant.running(), grant.starts())).containsExactly(3, 3);
        Grant none = get(bob.ask(GROUP, both, new Ask(1, 0, 8, 8, 0, DELAY, 0, "")));
        assertThat(List.of(none.running(), none.starts())).containsExactly(0, 0);
        Grant soon = get(ann.ask(GROUP, both, new Ask(2, 2, 8, 8, 4, DELAY, 0, "")));
        assertThat(soon.starts()).as("it has used as many lately").isEqualTo(4);
        assertThat(start(bob, 10, 0, "").starts()).isEqualTo(3);
    }

    @Test
    void whoHasAnotherIntervalCountsAsLongAsItSays() {
        GroupLimits slow = new GroupLimits(0, 10, Duration.ofSeconds(3));
        get(ann.ask(GROUP, slow, new Ask(1, 0, 0, 10, 0, DELAY, 0, "")));
        Grant none = start(bob, 10, 0, "");
        assertThat(none.starts()).isZero();
        assertThat(none.retry()).isGreaterThan(Duration.ofMillis(2500));
        assertThat(REDIS.number("PTTL", REDIS.keys().starts(GROUP))).isGreaterThan(2500);
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

        start(ann, 0, 4, grant.until());

        assertThat(start(bob, 10, 0, "").starts()).isEqualTo(4);
    }

    @Test
    void startsOfAClockThatWasSetBackCountFromNowOn() {
        String key = REDIS.keys().starts(GROUP);
        long later = REDIS.time() + Duration.ofDays(1).toMillis();
        REDIS.run("HSET", key, String.valueOf(later + 1000), "10 " + later);

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

    private static void awaitNextMillisecond() {
        long before = REDIS.time();
        await().pollInterval(Duration.ofMillis(1)).until(() -> REDIS.time() > before);
    }

    private RedisPermits permits(String incarnation, Duration ttl) {
        return new RedisPermits(REDIS.lanes(), REDIS.keys(), incarnation, ttl);
    }

    private int run(RedisPermits replica, int running, int more) {
        return run(TEN, replica, running, more);
    }

    private int run(GroupLimits limits, RedisPermits replica, int running, int more) {
        return get(replica.ask(GROUP, limits, new Ask(++number, running, more, 0, 0, DELAY, 0, "")))
                .running();
    }

    private Grant start(RedisPermits replica, int starts, int unused, String until) {
        return get(replica.ask(GROUP, TEN_A_SECOND, new Ask(++number, 0, 0, starts, 0, DELAY, unused, until)));
    }
}
