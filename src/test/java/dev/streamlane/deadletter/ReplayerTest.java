package dev.streamlane.deadletter;

import static dev.streamlane.deadletter.Letters.GROUP;
import static dev.streamlane.deadletter.Letters.TOPIC;
import static dev.streamlane.deadletter.Letters.assignment;
import static dev.streamlane.deadletter.Letters.letter;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamlane.partition.Partitioner;
import dev.streamlane.testing.InMemoryTopics;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.StoreUnavailableException;
import dev.streamlane.topic.TopicSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayerTest {
    private final FakeStore store = new FakeStore();
    private final InMemoryTopics topics = new InMemoryTopics();

    @BeforeEach
    void createTopic() {
        get(topics.ensure(TOPIC, new TopicSettings(4, 0, Overflow.REJECT, Ordering.KEY, 5, 0), 10));
    }

    @Test
    void theJobGoesBackAsItWasForTheGroupThatFailedAtItOnly() {
        Map<String, String> job = new LinkedHashMap<>();
        job.put("msg_id", "m");
        job.put("topic", TOPIC);
        job.put("payload", "{\"a\": 1.50}");
        job.put("partition_key", "");
        job.put("partition", "3");
        job.put("created_at", "1763781600.5");
        job.put("enqueued_at", "1763781601");
        job.put("timeout", "30");
        job.put("zebra", "z");

        Verdict verdict = replay(letter("5-0", "boom", job));

        assertThat(verdict).isEqualTo(new Verdict.ReplayedJob("m", TOPIC, GROUP, 1, Optional.of("9-1")));
        assertThat(store.written)
                .containsExactly("send_email:1 msg_id=m topic=send_email payload={\"a\": 1.50} partition_key="
                        + " created_at=1763781600.5 timeout=30 zebra=z partition=1 only_group=email_group"
                        + " origin=redisaq:send_email:1 5-0");
        assertThat(store.letters).isEmpty();
    }

    @Test
    void aJobThatWasReplayedBeforeHasOneGroupAndTheLatestOrigin() {
        replay(letter("5-0", "boom", Map.of("payload", "1", "only_group", GROUP, "origin", "x 1-0", "partition", "1")));

        assertThat(store.written.get(0)).containsOnlyOnce("only_group=").endsWith("origin=redisaq:send_email:1 5-0");
    }

    @Test
    void aJobWithoutAnIdKeepsThatOfItsEntry() {
        assertThat(replay(letter("5-0", "boom", Map.of("payload", "1"))))
                .isEqualTo(new Verdict.ReplayedJob("5-0", TOPIC, GROUP, 1, Optional.of("9-1")));
        assertThat(store.written.get(0)).contains(" msg_id=5-0 ");
    }

    @Test
    void aKeyedJobGoesWhereItsKeyIsNow() {
        int partition = Partitioner.ofKey("ada", 4);

        replay(letter("5-0", "boom", Map.of("payload", "{}", "key", "ada")));
        replay(letter("6-0", "boom", Map.of("payload", "{\"to\":\"ada\"}", "partition_key", "to")));

        assertThat(store.written).allMatch(line -> line.startsWith("send_email:" + partition + " "));
    }

    @Test
    void aJobWithoutAKeyIsWhereItWasIfThatIsThere() {
        get(topics.ensure("small", new TopicSettings(1, 0, Overflow.REJECT, Ordering.KEY, 5, 0), 10));
        store.groups.add("small/" + GROUP);
        DeadLetter letter = letter("5-0");

        replay(new DeadLetter("5-0", letter.body(), letter.death(), new Origin.Job("small", 3)));

        assertThat(store.written.get(0)).startsWith("small:0 ");
    }

    @Test
    void anAssignmentGoesBackAsItWas() {
        assertThat(replay(assignment("5-0", "orders")))
                .isEqualTo(new Verdict.ReplayedAssignment("orders", Optional.of("9-1")));

        assertThat(store.written).containsExactly("orders lbs-input={\"DataStreamName\":\"a\"}");
        assertThat(store.letters).isEmpty();
    }

    @Test
    void whatCannotGoBackIsRefusedAndKept() {
        DeadLetter stranger = new DeadLetter("1-0", Map.of("payload", "1"), Map.of(), new Origin.Unknown());
        DeadLetter empty = letter("2-0", "boom", Map.of());
        DeadLetter lost =
                new DeadLetter("3-0", letter("3-0").body(), letter("3-0").death(), new Origin.Job("gone", 1));
        store.groups.add("gone/" + GROUP);

        assertThat(List.of(reason(stranger), reason(empty), reason(lost)))
                .containsExactly(
                        "it does not say in which stream and group it failed",
                        "it has no payload",
                        "there is no topic 'gone' any more");
        store.groups.clear();
        assertThat(reason(letter("4-0"))).startsWith("topic 'send_email' has no group 'email_group' any more");
        assertThat(store.letters).hasSize(4);
        assertThat(store.written).isEmpty();
    }

    @Test
    void whatFindsNoRoomIsKeptAndNoneOvertakesIt() {
        store.full = 1;
        Replayer replayer = new Replayer(store, topics);
        store.add(letter("1-0"));
        store.add(letter("2-0"));

        assertThat(get(replayer.replay(letter("1-0"))).reasonToLeave())
                .hasValue("partition 1 of topic 'send_email' is full: it has the 10 entries that it may have, and group"
                        + " 'slow' has not finished them");
        store.full = -1;

        assertThat(get(replayer.replay(letter("2-0")))).isInstanceOf(Verdict.NoRoom.class);
        assertThat(store.letters).hasSize(2);
    }

    @Test
    void g1_whatWasWrittenBeforeAFailureIsNotWrittenAgain() {
        store.removals = 0;
        assertThatThrownBy(() -> replay(letter("5-0"))).isInstanceOf(StoreUnavailableException.class);
        assertThat(store.letters).hasSize(1);
        store.removals = 1;

        assertThat(replay(letter("5-0")))
                .isEqualTo(new Verdict.ReplayedJob("job-5-0", TOPIC, GROUP, 1, Optional.empty()));

        assertThat(store.written).hasSize(1);
        assertThat(store.letters).isEmpty();
    }

    @Test
    void aJobThatDiedAgainAfterAResetIsReplayedAgain() {
        replay(letter("5-0"));
        DeadLetter first = letter("5-0");
        Map<String, String> death = new LinkedHashMap<>(first.death());
        death.put("failed_at", "1763785200.5");

        replay(new DeadLetter("6-0", first.body(), death, first.origin()));

        assertThat(store.written).hasSize(2);
        assertThat(store.letters).isEmpty();
    }

    @Test
    void anExaminationChangesNothing() {
        store.add(letter("5-0"));

        assertThat(get(new Replayer(store, topics).examine(letter("5-0")))).isEqualTo(new Verdict.Possible());

        assertThat(store.written).isEmpty();
        assertThat(store.letters).hasSize(1);
    }

    private Verdict replay(DeadLetter letter) {
        store.add(letter);
        return get(new Replayer(store, topics).replay(letter));
    }

    private String reason(DeadLetter letter) {
        return replay(letter).reasonToLeave().orElseThrow();
    }
}
