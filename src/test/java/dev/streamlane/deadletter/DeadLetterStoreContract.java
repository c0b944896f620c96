package dev.streamlane.deadletter;

import static dev.streamlane.deadletter.Letters.GROUP;
import static dev.streamlane.deadletter.Letters.TOPIC;
import static dev.streamlane.deadletter.Letters.death;
import static dev.streamlane.deadletter.Letters.id;
import static dev.streamlane.testing.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.deadletter.DeadLetter.Field;
import dev.streamlane.deadletter.DeadLetterStore.Returned;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of dead letters must do. */
public abstract class DeadLetterStoreContract {
    protected static final TopicSettings SETTINGS = new TopicSettings(4, 1000, Overflow.REJECT, Ordering.KEY, 5, 0);
    protected static final List<Field> JOB =
            List.of(new Field("msg_id", "m"), new Field("payload", "{\"a\": \"ä\"}"), new Field("key", ""));

    protected abstract DeadLetterStore store();

    /** Adds a letter. */
    protected abstract void add(String id, List<Field> fields);

    /** Lets a topic have a group. */
    protected abstract void join(String topic, String group);

    /** What stands in a partition, or, without one, on a Load Balancer Stream; each as {@code name=value …}. */
    protected abstract List<String> written(String name, Integer partition);

    private void add(String id) {
        List<Field> fields = new ArrayList<>(JOB);
        fields.addAll(death(GROUP, "redisaq:send_email:1", "5-0", "boom"));
        add(id, fields);
    }

    @Test
    void aLetterIsTheJobAndItsDeath() {
        add("7-1");

        DeadLetter letter = get(store().find(id("7-1"))).orElseThrow();

        assertThat(letter.id()).isEqualTo("7-1");
        assertThat(letter.body()).isEqualTo(Map.of("msg_id", "m", "payload", "{\"a\": \"ä\"}", "key", ""));
        assertThat(letter.death("error")).isEqualTo("boom");
        assertThat(letter.death("entry_id")).isEqualTo("5-0");
        assertThat(letter.origin()).isEqualTo(new Origin.Job(TOPIC, 1));
        assertThat(get(store().find(id("7-0")))).isEmpty();
    }

    @Test
    void readsPartsInBothDirections() {
        List.of("1-0", "2-0", "2-1", "3-0", "4-0").forEach(this::add);
        Span span = new Span(Optional.of(id("1-0")), Optional.of(id("4-0")));

        assertThat(ids(get(store().read(span, Order.OLDEST_FIRST, 10)))).containsExactly("2-0", "2-1", "3-0");
        assertThat(ids(get(store().read(span, Order.NEWEST_FIRST, 2)))).containsExactly("3-0", "2-1");
        assertThat(ids(get(store().read(Filter.ALL.span(), Order.OLDEST_FIRST, 1))))
                .containsExactly("1-0");
        assertThat(get(store().length())).isEqualTo(5);
    }

    @Test
    void whereThereAreNoneNoneAreFound() {
        assertThat(get(store().length())).isZero();
        assertThat(get(store().read(Filter.ALL.span(), Order.NEWEST_FIRST, 10))).isEmpty();
        assertThat(get(store().remove(List.of("1-0")))).isZero();
    }

    @Test
    void thereIsNothingBeyondTheFirstAndTheLastPossibleId() {
        add("1-0");
        Span before = new Span(Optional.empty(), Optional.of(id("0-0")));
        Span behind = new Span(Optional.of(id("18446744073709551615-18446744073709551615")), Optional.empty());

        for (Order order : Order.values()) {
            assertThat(get(store().read(before, order, 10))).isEmpty();
            assertThat(get(store().read(behind, order, 10))).isEmpty();
        }
    }

    @Test
    void removesSome() {
        List.of("1-0", "2-0", "3-0").forEach(this::add);

        assertThat(get(store().remove(List.of("1-0", "3-0", "9-0")))).isEqualTo(2);

        assertThat(get(store().find(id("2-0")))).isPresent();
        assertThat(get(store().length())).isEqualTo(1);
    }

    @Test
    void knowsTheGroupsOfATopic() {
        join("with-group", GROUP);

        assertThat(get(store().hasGroup("with-group", GROUP))).isTrue();
        assertThat(get(store().hasGroup("with-group", "other"))).isFalse();
        assertThat(get(store().hasGroup("without", GROUP))).isFalse();
    }

    @Test
    void writesAJobBackAsItIs() {
        Returned returned = get(store().toTopic(TOPIC, 2, SETTINGS, JOB, "mark"));

        assertThat(((Returned.Written) returned).entryId()).matches("\\d+-\\d+");
        assertThat(written(TOPIC, 2)).containsExactly("msg_id=m payload={\"a\": \"ä\"} key=");
    }

    @Test
    void g1_whatBearsTheSameMarkIsWrittenOnce() {
        get(store().toTopic(TOPIC, 2, SETTINGS, JOB, "mark"));

        assertThat(get(store().toTopic(TOPIC, 2, SETTINGS, JOB, "mark"))).isEqualTo(new Returned.Already());
        assertThat(get(store().toTopic(TOPIC, 2, SETTINGS, JOB, "other"))).isInstanceOf(Returned.Written.class);

        assertThat(written(TOPIC, 2)).hasSize(2);
    }

    @Test
    void writesAnAssignmentBackAsItIs() {
        List<Field> assignment = List.of(new Field("lbs-input", "{}"));

        get(store().toService("orders", assignment, "mark"));

        assertThat(get(store().toService("orders", assignment, "mark"))).isEqualTo(new Returned.Already());
        assertThat(written("orders", null)).containsExactly("lbs-input={}");
    }

    private static List<String> ids(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::id).toList();
    }
}
