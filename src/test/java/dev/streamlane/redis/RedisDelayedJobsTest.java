package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.streamlane.coordination.Wakeups.Subscription;
import dev.streamlane.producer.Dues;
import dev.streamlane.producer.JobLog.Appended;
import dev.streamlane.producer.JobLog.NewEntry;
import dev.streamlane.schedule.DelayedJobs.DelayedJob;
import dev.streamlane.schedule.DelayedJobs.Moved;
import dev.streamlane.schedule.DelayedJobs.Promotion;
import dev.streamlane.schedule.DueSignals;
import dev.streamlane.schedule.Place;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TopicSettings;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisDelayedJobsTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private static final Place PLACE = new Place(TOPIC, 0);
    private static final String STREAM = "redisaq:send_email:0";
    private static final String DELAYED = "{redisaq:send_email:0}:delayed";
    private static final String FIELDS = "{redisaq:send_email:0}:delayed:fields";
    private static final int LIMIT = 2000;

    @AfterEach
    void giveMemoryBack() {
        REDIS.run("CONFIG", "SET", "maxmemory", 0);
    }

    @Test
    void aDelayCountsFromRedisOwnClockAndTheJobIsNotMovedBefore() {
        long before = REDIS.time();
        Appended.Kept kept = keep(delayed("a", Duration.ofMillis(200)));
        long runAt = kept.runAts().get(0).toEpochMilli();

        assertThat(runAt).isBetween(before + 200, REDIS.time() + 200);
        assertThat(kept.entryIds()).isEmpty();
        Promotion early = promote();
        REDIS.advance(Duration.ofMillis(200));
        Promotion due = promote();

        assertThat(early.moved()).isEmpty();
        assertThat(early.left()).isEqualTo(1);
        assertThat(early.next().orElseThrow()).isBetween(Duration.ZERO, Duration.ofMillis(200));
        assertThat(due.moved()).extracting(Moved::id).containsExactly("a");
        assertThat(due.left()).isZero();
        assertThat(due.next()).isEmpty();
        assertThat(REDIS.number("XLEN", STREAM)).isEqualTo(1);
        assertThat(REDIS.number("EXISTS", DELAYED, FIELDS)).isZero();
    }

    @Test
    void aMovedEntryHasTheFieldsOfAnyOtherAndTheTimeAtWhichItWasMoved() {
        get(REDIS.delayedJobs(LIMIT)
                .keep(
                        TOPIC,
                        0,
                        SETTINGS,
                        List.of(new NewEntry(
                                "id-1",
                                "{\"to\":\"\\u0000ü/\"}",
                                "to",
                                "kü\u0000",
                                1_763_781_600_007L,
                                30,
                                "{\"a\":\"b\"}",
                                Dues.at(0),
                                null))));

        Response fields = REDIS.run("XRANGE", STREAM, "-", "+").get(0).get(1);
        String enqueuedAt = fields.get(13).toString();
        assertThat(fields.stream().map(Response::toString))
                .containsExactly(
                        "msg_id",
                        "id-1",
                        "topic",
                        "send_email",
                        "payload",
                        "{\"to\":\"\\u0000ü/\"}",
                        "partition_key",
                        "to",
                        "partition",
                        "0",
                        "created_at",
                        "1763781600.007",
                        "enqueued_at",
                        enqueuedAt,
                        "timeout",
                        "30",
                        "key",
                        "kü\u0000",
                        "headers",
                        "{\"a\":\"b\"}");
        assertThat(Double.parseDouble(enqueuedAt)).isBetween(REDIS.time() / 1000.0 - 60, REDIS.time() / 1000.0);
    }

    @Test
    void whatIsDueAlreadyEntersAtOnceAndTellsItsEntryId() {
        Appended.Kept kept = keep(at("past", 1), delayed("later", Duration.ofHours(1)));

        assertThat(kept.entryIds())
                .containsOnlyKeys("past")
                .containsValue(REDIS.entryIds(STREAM).get(0));
        assertThat(REDIS.number("ZCARD", DELAYED)).isEqualTo(1);
    }

    @Test
    void jobsAreMovedInTheOrderInWhichTheyAreDueAndOfEquallyDueOnesTheOlderFirst() {
        long now = REDIS.time();
        List<NewEntry> late = IntStream.range(0, 20)
                .mapToObj(i -> at("z" + (99 - i), now + 150))
                .toList();
        keep(late);
        keep(at("b", now + 150), at("a", now + 140));
        REDIS.advance(Duration.ofMillis(160));

        assertThat(promote().moved())
                .extracting(Moved::id)
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of("a"), Stream.concat(late.stream().map(NewEntry::id), Stream.of("b")))
                        .toList());
    }

    @Test
    void g1_howeverManyMoveThemEachJobEntersOnce() {
        long now = REDIS.time();
        keep(IntStream.range(0, 1000)
                .mapToObj(i -> at("job-" + i, now + 900 + i / 100))
                .toList());
        REDIS.advance(Duration.ofMillis(1000));

        List<CompletionStage<Promotion>> all = new ArrayList<>();
        RedisDelayedJobs one = REDIS.delayedJobs(LIMIT);
        RedisDelayedJobs other = REDIS.delayedJobs(LIMIT);
        for (int i = 0; i < 12; i++) {
            all.add(one.promote(PLACE, SETTINGS));
            all.add(other.promote(PLACE, SETTINGS));
        }
        List<String> ids = all.stream()
                .flatMap(promotion -> get(promotion).moved().stream())
                .map(Moved::id)
                .toList();

        assertThat(ids).hasSize(1000).doesNotHaveDuplicates();
        assertThat(REDIS.number("XLEN", STREAM)).isEqualTo(1000);
    }

    @Test
    void g8_oneCallMovesABoundedNumberOfJobsAndBytes() {
        String large = "\"" + "x".repeat(600_000) + "\"";
        long due = REDIS.time() + 300;
        keep(IntStream.range(0, 150).mapToObj(i -> at("job-" + i, due)).toList());
        get(REDIS.delayedJobs(LIMIT)
                .keep(
                        TOPIC,
                        1,
                        SETTINGS,
                        IntStream.range(0, 5)
                                .mapToObj(i -> new NewEntry("l" + i, large, "", null, 0, 0, null, Dues.at(due), null))
                                .toList()));
        REDIS.advance(Duration.ofMillis(Math.max(0, due - REDIS.time())));

        assertThat(promote().moved()).hasSize(100);
        assertThat(promote().next()).isEmpty();
        assertThat(get(REDIS.delayedJobs(LIMIT).promote(new Place(TOPIC, 1), SETTINGS))
                        .moved())
                .hasSize(2);
    }

    @Test
    void g8_aPartitionThatKeepsTooManyTakesNoneOfABatch() {
        RedisDelayedJobs few = REDIS.delayedJobs(10);
        List<NewEntry> eight = IntStream.range(0, 8)
                .mapToObj(i -> delayed("job-" + i, Duration.ofHours(1)))
                .toList();
        get(few.keep(TOPIC, 0, SETTINGS, eight));

        Appended refused = get(few.keep(TOPIC, 0, SETTINGS, eight.subList(0, 3)));

        assertThat(refused).isEqualTo(new Appended.Full(8, null));
        assertThat(REDIS.number("ZCARD", DELAYED)).isEqualTo(8);
        assertThat(get(few.room(TOPIC, 0)).free()).isEqualTo(2);
    }

    @Test
    void aLargeBatchIsKeptInSlicesWithTheirDueTimesInOrder() {
        long now = REDIS.time();
        List<NewEntry> jobs = IntStream.range(0, 1234)
                .mapToObj(i -> at("job-" + i, now + 100_000 + i))
                .toList();

        assertThat(keep(jobs).runAts())
                .extracting(runAt -> runAt.toEpochMilli() - now - 100_000)
                .containsExactlyElementsOf(
                        IntStream.range(0, 1234).mapToObj(Long::valueOf).toList());
    }

    @Test
    void g5_dueJobsGoBeforeNewOnesIntoAFullPartitionButNotWithoutBound() {
        TopicSettings three = new TopicSettings(4, 3, Overflow.REJECT, Ordering.KEY, 5, 0);
        RedisDelayedJobs two = REDIS.delayedJobs(2);
        for (int i = 0; i < 3; i++) {
            get(two.keep(TOPIC, 0, three, List.of(at("a" + i, 0), at("b" + i, 0))));
        }

        Promotion full = get(two.promote(PLACE, three));

        assertThat(REDIS.number("XLEN", STREAM)).isEqualTo(5);
        assertThat(full.full()).isTrue();
        assertThat(full.left()).isEqualTo(1);
        assertThat(full.next()).contains(Duration.ZERO);
        REDIS.run("XTRIM", STREAM, "MAXLEN", 0);
        assertThat(get(two.promote(PLACE, three)).moved()).hasSize(1);
    }

    @Test
    void overflowTrimRemovesTheOldestForDueJobsToo() {
        TopicSettings trimming = new TopicSettings(4, 100, Overflow.TRIM, Ordering.KEY, 5, 0);
        for (int batch = 0; batch < 10; batch++) {
            int n = batch;
            get(REDIS.delayedJobs(LIMIT)
                    .keep(
                            TOPIC,
                            0,
                            trimming,
                            IntStream.range(0, 100)
                                    .mapToObj(i -> at(n + "-" + i, 0))
                                    .toList()));
        }

        assertThat(REDIS.number("XLEN", STREAM)).isBetween(100L, 300L);
    }

    @Test
    void g7_aRedisWithoutMemoryKeepsDueJobsAndTakesNoNewOnes() {
        keep(delayed("a", Duration.ofMillis(1)));
        REDIS.advance(Duration.ofMillis(5));
        REDIS.run("CONFIG", "SET", "maxmemory-policy", "noeviction");
        REDIS.run("CONFIG", "SET", "maxmemory", 1);

        assertThatThrownBy(RedisDelayedJobsTest::promote)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("OOM");
        assertThatThrownBy(() -> keep(delayed("b", Duration.ofHours(1)))).isInstanceOf(StoreUnavailableException.class);
        assertThat(REDIS.number("ZCARD", DELAYED)).isEqualTo(1);
        assertThat(get(REDIS.delayedJobs(LIMIT).cancel(PLACE, "a"))).isTrue();
    }

    @Test
    void jobsThatTooFewReplicasConfirmedAreReportedAsSuch() {
        Writes confirming = new Writes(REDIS.lanes(), 1, Duration.ofMillis(20));
        RedisDelayedJobs jobs =
                new RedisDelayedJobs(REDIS.lanes(), confirming, REDIS.keys(), new DueRoom(LIMIT), LIMIT);

        assertThat(get(jobs.keep(TOPIC, 0, SETTINGS, List.of(delayed("a", Duration.ofHours(1))))))
                .isInstanceOf(Appended.Unconfirmed.class);
    }

    @Test
    void aCancelledJobIsGoneAndOneThatHasEnteredCannotBeCancelled() {
        keep(delayed("a", Duration.ofHours(1)), delayed("b", Duration.ofMillis(1)));
        REDIS.advance(Duration.ofMillis(5));
        promote();
        RedisDelayedJobs jobs = REDIS.delayedJobs(LIMIT);

        assertThat(get(jobs.cancel(PLACE, "a"))).isTrue();
        assertThat(get(jobs.cancel(PLACE, "a"))).isFalse();
        assertThat(get(jobs.cancel(PLACE, "b"))).isFalse();
        assertThat(get(jobs.cancel(PLACE, "never"))).isFalse();
        assertThat(REDIS.number("EXISTS", DELAYED, FIELDS)).isZero();
    }

    @Test
    void pagesShowEachJobOnceAlsoIfManyAreDueAtTheSameTimeAndTheLastOneOfAPageIsGone() {
        long due = REDIS.time() + 100_000;
        keep(IntStream.range(0, 100).mapToObj(i -> at("job-" + i, due + i / 40)).toList());
        RedisDelayedJobs jobs = REDIS.delayedJobs(LIMIT);
        List<String> seen = new ArrayList<>();
        long afterDue = -1;
        long afterAge = 0;
        List<DelayedJob> page;
        do {
            page = get(jobs.list(PLACE, afterDue, afterAge, 7));
            for (DelayedJob job : page) {
                seen.add(job.id());
                afterDue = job.runAt().toEpochMilli();
                afterAge = job.age();
            }
            if (!page.isEmpty()) {
                get(jobs.cancel(PLACE, page.get(page.size() - 1).id()));
            }
        } while (!page.isEmpty());

        assertThat(seen)
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "job-" + i).toList());
    }

    @Test
    void aListedJobTellsItsKey() {
        keep(
                new NewEntry("a", "1", "", "key with spaces", 0, 0, null, Dues.at(REDIS.time() + 10_000), null),
                delayed("b", Duration.ofHours(1)));

        assertThat(get(REDIS.delayedJobs(LIMIT).list(PLACE, -1, 0, 10)))
                .extracting(DelayedJob::key)
                .containsExactly("key with spaces", null);
    }

    @Test
    void onlyWhatIsSoonerThanAllBeforeIsTold() {
        List<String> heard = new CopyOnWriteArrayList<>();
        RedisWakeups wakeups = new RedisWakeups(REDIS.lanes(), REDIS.keys(), null);
        try (Subscription subscription = wakeups.listen(new DueSignals.Listener() {
            @Override
            public void sooner(Place place, Duration in) {
                heard.add(place.topic() + place.partition() + " " + in.toHours());
            }

            @Override
            public void missed() {
                heard.add("missed");
            }
        })) {
            await().until(() -> heard.contains("missed"));
            keep(delayed("a", Duration.ofHours(5).plusSeconds(1)));
            keep(delayed("b", Duration.ofHours(9)));
            keep(delayed("c", Duration.ofHours(3).plusSeconds(1)), delayed("d", Duration.ofHours(4)));
            await().until(() -> heard.size() >= 3);

            assertThat(heard).containsExactly("missed", "send_email0 5", "send_email0 3");
        } finally {
            wakeups.close();
        }
    }

    private static Promotion promote() {
        return get(REDIS.delayedJobs(LIMIT).promote(PLACE, SETTINGS));
    }

    private static Appended.Kept keep(NewEntry... jobs) {
        return keep(List.of(jobs));
    }

    private static Appended.Kept keep(List<NewEntry> jobs) {
        return (Appended.Kept) get(REDIS.delayedJobs(LIMIT).keep(TOPIC, 0, SETTINGS, jobs));
    }

    private static NewEntry delayed(String id, Duration delay) {
        return new NewEntry(id, "1", "", null, 0, 0, null, Dues.after(delay), null);
    }

    private static NewEntry at(String id, long millis) {
        return new NewEntry(id, "1", "", null, 0, 0, null, Dues.at(millis), null);
    }
}
