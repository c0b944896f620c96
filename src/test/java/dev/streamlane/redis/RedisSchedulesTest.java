package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.schedule.Missed;
import dev.streamlane.schedule.MissedPlans;
import dev.streamlane.schedule.Place;
import dev.streamlane.schedule.Schedule;
import dev.streamlane.schedule.Schedules.Due;
import dev.streamlane.schedule.Schedules.DueSchedule;
import dev.streamlane.schedule.Schedules.Stored;
import dev.streamlane.schedule.TooManySchedulesException;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import io.vertx.redis.client.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisSchedulesTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final Place PLACE = new Place(TOPIC, 0);
    private static final String STREAM = "redisaq:send_email:0";
    private static final Schedule DAILY = new Schedule("0 9 * * *", "Europe/Berlin", Missed.ONCE);
    private static final NewEntry JOB = new NewEntry(
            "x", "{\"n\":1}", "", "k", 0, 30, "{\"a\":\"b/ü\",\"streamlane-schedule\":\"daily\"}", null, null);

    @Test
    void aScheduleIsShownAsItWasStored() {
        Instant next = now().plus(Duration.ofHours(1));

        assertThat(put(DAILY, next)).contains(next);

        Stored stored = get(REDIS.schedules(9).find(PLACE, "daily")).orElseThrow();
        assertThat(stored.schedule()).isEqualTo(DAILY);
        assertThat(stored.next()).contains(next);
        assertThat(stored.job()).isEqualTo(new NewEntry("", JOB.payload(), "", "k", 0, 30, JOB.headers(), null, null));
        assertThat(get(REDIS.schedules(9).list(PLACE)))
                .containsExactly(new Stored("daily", 0, DAILY, Optional.of(next), null));
        assertThat(get(REDIS.schedules(9).find(PLACE, "other"))).isEmpty();
        assertThat(get(REDIS.delayedJobs(9).promote(PLACE, SETTINGS)).tick().orElseThrow())
                .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void aTickAddsAJobWithTheNameOfTheScheduleAndTheTick() {
        Instant tick = now().minusMillis(5);
        put(DAILY, tick);

        assertThat(fire("id-1", tick, tick.plusSeconds(60))).isTrue();

        Response fields = REDIS.run("XRANGE", STREAM, "-", "+").get(0).get(1);
        assertThat(fields.get(1).toString()).isEqualTo("id-1");
        assertThat(fields.get(5).toString()).isEqualTo("{\"n\":1}");
        assertThat(new BigDecimal(fields.get(11).toString()).movePointRight(3).longValueExact())
                .isEqualTo(tick.toEpochMilli());
        assertThat(fields.get(17).toString()).isEqualTo("k");
        assertThat(fields.get(19).toString())
                .contains("\"streamlane-schedule\":\"daily\"")
                .contains("\"streamlane-tick\":\"" + tick + "\"");
        assertThat(get(REDIS.schedules(9).find(PLACE, "daily")).orElseThrow().next())
                .contains(tick.plusSeconds(60));
    }

    @Test
    void g1_howeverManyLetItTickEachTickAddsOneJob() {
        Instant tick = now().minusSeconds(60);
        put(DAILY, tick);
        List<CompletionStage<Boolean>> all = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            for (int replica = 0; replica < 3; replica++) {
                all.add(fireLater("id", tick.plusSeconds(n), tick.plusSeconds(n + 1)));
            }
        }
        all.forEach(fired -> assertThat(get(fired)).isTrue());

        assertThat(REDIS.number("XLEN", STREAM)).isEqualTo(10);
    }

    @Test
    void whatIsDueIsShownInParts() {
        for (int n = 0; n < 5; n++) {
            get(REDIS.schedules(9).put(PLACE, "s" + n, DAILY, JOB, Optional.of(now().minusSeconds(9 - n))));
        }

        assertThat(get(REDIS.schedules(9).due(PLACE, 0, 2)).schedules())
                .extracting(DueSchedule::name)
                .containsExactly("s0", "s1");
        assertThat(get(REDIS.schedules(9).due(PLACE, 3, 9)).schedules())
                .extracting(DueSchedule::name)
                .containsExactly("s3", "s4");
    }

    @Test
    void aReplicaWhoseClockIsFastLetsNothingTickEarly() {
        Instant tick = now().plusSeconds(60);
        put(DAILY, tick);
        fire("early", tick, tick.plusSeconds(60));
        put(new Schedule("1 9 * * *", "UTC", Missed.ONCE), now().minusSeconds(1));
        Instant due = get(REDIS.schedules(9).find(PLACE, "daily"))
                .orElseThrow()
                .next()
                .orElseThrow();
        get(REDIS.schedules(9)
                .fire(
                        PLACE,
                        SETTINGS,
                        get(REDIS.schedules(9).due(PLACE, 0, 9)).schedules().get(0),
                        MissedPlans.of(tick, tick.plusSeconds(60)),
                        "early"));

        assertThat(due).isBefore(now());
        assertThat(REDIS.number("EXISTS", STREAM)).isZero();
    }

    @Test
    void aScheduleThatWasReplacedMeanwhileDoesNotTickAsTheOldOne() {
        Instant tick = now().minusSeconds(1);
        put(DAILY, tick);
        Due due = get(REDIS.schedules(9).due(PLACE, 0, 9));
        put(new Schedule("0 9 * * *", "Europe/Berlin", Missed.ALL), tick);

        get(REDIS.schedules(9)
                .fire(PLACE, SETTINGS, due.schedules().get(0), MissedPlans.of(tick, tick.plusSeconds(60)), "old"));

        assertThat(REDIS.number("EXISTS", STREAM)).isZero();
    }

    @Test
    void aSkippedTickAddsNoJob() {
        Instant tick = now().minusSeconds(60);
        put(DAILY, tick);
        Due due = get(REDIS.schedules(9).due(PLACE, 0, 9));

        get(REDIS.schedules(9)
                .fire(PLACE, SETTINGS, due.schedules().get(0), MissedPlans.skipping(tick.plusSeconds(120)), "none"));

        assertThat(REDIS.number("EXISTS", STREAM)).isZero();
        assertThat(get(REDIS.schedules(9).due(PLACE, 0, 9)).schedules()).isEmpty();
    }

    @Test
    void whatTicksAsBeforeKeepsItsNextTickAndWhatDoesNotBeginsAnew() {
        Instant tick = now().plusSeconds(60);
        put(DAILY, tick);

        assertThat(put(DAILY, tick.plusSeconds(1))).contains(tick);
        assertThat(put(new Schedule(DAILY.cron(), DAILY.timeZone(), Missed.ALL), tick.plusSeconds(1)))
                .contains(tick);
        assertThat(put(new Schedule(DAILY.cron(), "UTC", Missed.ALL), tick.plusSeconds(2)))
                .contains(tick.plusSeconds(2));
    }

    @Test
    void aPausedScheduleDoesNotTickUntilItIsStoredAgain() {
        put(DAILY, now().minusSeconds(1));

        assertThat(put(DAILY, null)).isEmpty();
        assertThat(get(REDIS.schedules(9).due(PLACE, 0, 9)).schedules()).isEmpty();
        assertThat(get(REDIS.schedules(9).list(PLACE)).get(0).next()).isEmpty();
        Instant next = now().plusSeconds(60);
        assertThat(put(DAILY, next)).contains(next);
    }

    @Test
    void aDeletedScheduleLeavesNothing() {
        put(DAILY, now());

        assertThat(get(REDIS.schedules(9).delete(PLACE, "daily"))).isTrue();
        assertThat(get(REDIS.schedules(9).delete(PLACE, "daily"))).isFalse();
        assertThat(REDIS.run("KEYS", "*schedules*").size()).isZero();
    }

    @Test
    void g8_aPartitionHasABoundedNumberOfSchedules() {
        RedisSchedules two = REDIS.schedules(2);
        get(two.put(PLACE, "a", DAILY, JOB, Optional.empty()));
        get(two.put(PLACE, "b", DAILY, JOB, Optional.empty()));

        assertThatThrownBy(() -> get(two.put(PLACE, "c", DAILY, JOB, Optional.empty())))
                .isInstanceOf(TooManySchedulesException.class);
        get(two.put(PLACE, "b", DAILY, JOB, Optional.of(now())));
    }

    @Test
    void g5_aFullPartitionLetsTheTickWait() {
        TopicSettings one = new TopicSettings(4, 1, Overflow.REJECT, Ordering.KEY, 5, 0);
        Instant tick = now().minusSeconds(60);
        put(DAILY, tick);
        for (int n = 0; n < 3; n++) {
            assertThat(get(fireLater(one, tick.plusSeconds(n), tick.plusSeconds(n + 1))))
                    .isTrue();
        }

        assertThat(get(fireLater(one, tick.plusSeconds(3), tick.plusSeconds(4))))
                .isFalse();
        REDIS.run("XTRIM", STREAM, "MAXLEN", 0);
        assertThat(get(fireLater(one, tick.plusSeconds(3), tick.plusSeconds(4))))
                .isTrue();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(REDIS.time());
    }

    private static Optional<Instant> put(Schedule schedule, Instant next) {
        return get(REDIS.schedules(9).put(PLACE, "daily", schedule, JOB, Optional.ofNullable(next)));
    }

    private static boolean fire(String id, Instant tick, Instant next) {
        return get(fireLater(id, tick, next));
    }

    private static CompletionStage<Boolean> fireLater(String id, Instant tick, Instant next) {
        return fireLater(SETTINGS, id, tick, next);
    }

    private static CompletionStage<Boolean> fireLater(TopicSettings settings, Instant tick, Instant next) {
        return fireLater(settings, "id", tick, next);
    }

    private static CompletionStage<Boolean> fireLater(TopicSettings settings, String id, Instant tick, Instant next) {
        return REDIS.schedules(9)
                .fire(PLACE, settings, MissedPlans.due("daily", tick, DAILY), MissedPlans.of(tick, next), id);
    }
}
