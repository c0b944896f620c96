package dev.streamlane.redis;

import static dev.streamlane.testing.Scene.ANN;
import static dev.streamlane.testing.Scene.GROUP;
import static dev.streamlane.testing.Scene.LONG;
import static dev.streamlane.testing.Scene.SETTINGS;
import static dev.streamlane.testing.Scene.SHORT;
import static dev.streamlane.testing.Scene.TOPIC;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.consumer.PartitionLog;
import dev.streamlane.consumer.PartitionLog.DeadLetter;
import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.group.GroupListing;
import dev.streamlane.group.GroupView;
import dev.streamlane.group.JobDirectoryFixture;
import dev.streamlane.group.JobState;
import dev.streamlane.group.PartitionView;
import dev.streamlane.partition.Assignment;
import dev.streamlane.partition.GroupId;
import dev.streamlane.testing.Scene;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisGroupListingTest {
    @RegisterExtension
    static final RedisFixture REDIS = new RedisFixture();

    private final Scene scene = new Scene(REDIS);
    private GroupListing listing;

    @BeforeEach
    void givenATopicWithAMember() {
        listing = new RedisGroupListing(REDIS.lanes(), REDIS.keys());
        get(REDIS.topics().ensure(TOPIC, SETTINGS, 10));
        String generation =
                REDIS.membership().heartbeat(GROUP, ANN, true, LONG, List.of()).generation();
        Assignment target = new Assignment(new TreeMap<>(Map.of("ann", List.of(0, 1, 2, 3))));
        REDIS.membership().propose(GROUP, generation, target);
    }

    @Test
    void showsMembersWithWhatTheyTellAboutThemselvesAndTheTarget() {
        GroupView group = get(listing.find(GROUP)).orElseThrow();

        assertThat(group.members()).singleElement().satisfies(member -> {
            assertThat(member.consumer()).isEqualTo("ann");
            assertThat(member.remaining()).isPositive().isLessThanOrEqualTo(LONG);
            assertThat(member.notice().orElseThrow().host()).isEqualTo("host-a");
        });
        assertThat(group.target().of("ann")).containsExactly(0, 1, 2, 3);
        assertThat(group.settings()).isEqualTo(SETTINGS);
        assertThat(get(listing.names(TOPIC))).containsExactly("email_group");
    }

    @Test
    void aGroupWithoutLiveMembersIsShownAndOneThatNobodyKnowsIsNot() {
        REDIS.membership().heartbeat(GROUP, ANN, true, SHORT, List.of());
        REDIS.advance(SHORT);
        REDIS.run("SET", REDIS.keys().worker(GROUP, "ann"), "no JSON");

        assertThat(get(listing.find(GROUP)).orElseThrow().members()).isEmpty();
        assertThat(get(listing.find(new GroupId(TOPIC, "other")))).isEmpty();
        assertThat(get(listing.find(new GroupId("other", "email_group")))).isEmpty();
    }

    @Test
    void aConsumerWhoseNoticeCannotBeReadIsShownWithoutIt() {
        REDIS.run("SET", REDIS.keys().worker(GROUP, "ann"), "no JSON");

        assertThat(get(listing.find(GROUP)).orElseThrow().members().get(0).notice())
                .isEmpty();
    }

    @Test
    void showsOwnersAndWhatIsUnfinishedPartitionByPartition() {
        scene.enqueue(5);
        long epoch = scene.acquire(ANN, LONG).epoch();
        PartitionLog log = scene.open(ANN, epoch);
        Scene.taken(log, Scene.step(Scene.ids(Scene.read(log, 3)).subList(0, 1), 0));

        List<PartitionView> shown = get(listing.partitions(GROUP, 0, 2));

        assertThat(shown.get(0).length()).isEqualTo(5);
        assertThat(shown.get(0).backlog()).isEqualTo(4);
        assertThat(shown.get(0).pending()).isEqualTo(2);
        assertThat(shown.get(0).owner().orElseThrow().consumer()).isEqualTo("ann");
        assertThat(shown.get(0).owner().orElseThrow().epoch()).isEqualTo(epoch);
        assertThat(shown.get(1).length()).isZero();
        assertThat(shown.get(1).owner()).isEmpty();
        assertThat(get(listing.lengths(TOPIC, 0, 4))).containsExactly(5L, 0L, 0L, 0L);
    }

    @Test
    void countsRightAlsoAfterEntriesWereDeletedUnreadAndTrimmed() {
        List<String> ids = scene.enqueue(6);
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.taken(log, Scene.step(Scene.ids(Scene.read(log, 2)), 0));
        REDIS.run("XTRIM", REDIS.keys().stream(TOPIC, 0), "MAXLEN", "3");
        REDIS.run("XDEL", REDIS.keys().stream(TOPIC, 0), ids.get(4));

        assertThat(get(listing.partitions(GROUP, 0, 1)).get(0).backlog()).isEqualTo(2);
    }

    @Test
    void aGroupThatHasNotBegunHasEverythingBeforeIt() {
        scene.enqueue(3);

        PartitionView view =
                get(listing.partitions(new GroupId(TOPIC, "later"), 0, 1)).get(0);

        assertThat(view.backlog()).isEqualTo(3);
        assertThat(view.pending()).isZero();
    }

    @Test
    void whoseLeaseHasExpiredIsNoOwner() {
        scene.acquire(ANN, SHORT);
        REDIS.advance(SHORT);

        assertThat(get(listing.partitions(GROUP, 0, 1)).get(0).owner()).isEmpty();
    }

    @Test
    void tellsTheStateOfEachJobWithoutWritingAnything() {
        List<String> ids = scene.enqueue("done", "dead", "leaving", "runs", "retries", "waits", "queued", "deleted");
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 6);
        get(log.bury(new DeadLetter(ids.get(1), 5, "boom")));
        REDIS.run("XADD", REDIS.keys().outbox(GROUP, 0), "*", "entry_id", ids.get(2));
        Step step = new Step(
                List.of(ids.get(0), ids.get(2)), Map.of(ids.get(4), 2), List.of(ids.get(3)), null, List.of(), 0);
        Scene.taken(log, step);
        REDIS.run("XDEL", REDIS.keys().stream(TOPIC, 0), ids.get(7));

        assertThat(ids.stream().map(this::state))
                .containsExactly(
                        JobState.DONE,
                        JobState.DEAD,
                        JobState.DEAD,
                        JobState.RUNNING,
                        JobState.RETRYING,
                        JobState.PENDING,
                        JobState.QUEUED,
                        JobState.UNKNOWN);
        assertThat(state("99999999999999-0")).isEqualTo(JobState.UNKNOWN);
    }

    @Test
    void whatALostOwnerHadStartedDoesNotRun() {
        List<String> ids = scene.enqueue("a");
        PartitionLog log = scene.hold(ANN, SHORT);
        Scene.read(log, 1);
        Scene.taken(log, Scene.running(ids.get(0)));
        REDIS.advance(SHORT);

        assertThat(state(ids.get(0))).isEqualTo(JobState.PENDING);
    }

    @Test
    void g8SaysThatAJobIsFinishedWhereThereAreTooManyDeadLettersToTellMore() {
        List<String> ids = scene.enqueue("a");
        PartitionLog log = scene.hold(ANN, LONG);
        Scene.read(log, 1);
        Scene.taken(log, Scene.step(ids, 0));
        String large = "x".repeat(300_000);
        for (int i = 0; i < 11; i++) {
            REDIS.run("XADD", REDIS.keys().deadLetter(), "*", "payload", large, "entry_id", "other");
        }

        assertThat(state(ids.get(0))).isEqualTo(JobState.FINISHED);
    }

    private JobState state(String id) {
        return JobDirectoryFixture.state(listing, GROUP, 0, id);
    }
}
