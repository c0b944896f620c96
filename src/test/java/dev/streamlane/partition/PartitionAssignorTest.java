package dev.streamlane.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PartitionAssignorTest {
    private static final String TOPIC = "send_email";

    private final PartitionAssignor assignor = new PartitionAssignor();

    @Test
    void sharesFourPartitionsAmongThreeConsumersInBlocks() {
        Assignment target = assignor.assign(TOPIC, 4, List.of("a", "b", "c"), Assignment.NONE);

        assertThat(target.shares().keySet()).containsExactly("a", "b", "c");
        assertThat(target.shares().values()).containsExactlyInAnyOrder(List.of(0, 1), List.of(2), List.of(3));
    }

    @Test
    void givesAThirdConsumerOnePartitionOfTheTwoWhoHadTwoEach() {
        Assignment two = assignment(Map.of("a", List.of(0, 1), "b", List.of(2, 3)));

        Assignment three = assignor.assign(TOPIC, 4, List.of("a", "b", "c"), two);

        assertThat(three.of("c")).hasSize(1);
        assertThat(three.shares().values()).extracting(List::size).containsExactlyInAnyOrder(2, 1, 1);
        assertThat(two.of("a")).containsAll(three.of("a"));
        assertThat(two.of("b")).containsAll(three.of("b"));
    }

    @Test
    void givesASingleConsumerEverything() {
        assertThat(assignor.assign(TOPIC, 3, List.of("a"), Assignment.NONE))
                .isEqualTo(assignment(Map.of("a", List.of(0, 1, 2))));
    }

    @Test
    void assignsNothingWhenNobodyIsThere() {
        Assignment before = assignment(Map.of("a", List.of(0, 1)));

        assertThat(assignor.assign(TOPIC, 2, List.of(), before)).isEqualTo(Assignment.NONE);
    }

    @Test
    void letsConsumersWaitWhenThereAreMoreOfThemThanPartitions() {
        Assignment target = assignor.assign(TOPIC, 2, List.of("a", "b", "c", "d"), Assignment.NONE);

        assertThat(target.fits(Set.of("a", "b", "c", "d"), 2)).isTrue();
        assertThat(target.shares().values()).extracting(List::size).containsExactlyInAnyOrder(1, 1, 0, 0);
    }

    @Test
    void sharesOutWhatADeadConsumerHeldAndMovesNothingElse() {
        Assignment before = assignment(Map.of("a", List.of(0, 1), "b", List.of(2, 3), "dead", List.of(4, 5)));

        Assignment target = assignor.assign(TOPIC, 6, List.of("a", "b"), before);

        assertThat(target.shares()).containsOnlyKeys("a", "b");
        assertThat(target.of("a")).hasSize(3).contains(0, 1);
        assertThat(target.of("b")).hasSize(3).contains(2, 3);
    }

    @Test
    void sharesOutNewPartitionsAndMovesNothingElse() {
        Assignment before = assignment(Map.of("a", List.of(0), "b", List.of(1)));

        Assignment target = assignor.assign(TOPIC, 8, List.of("a", "b"), before);

        assertThat(target.of("a")).hasSize(4).contains(0);
        assertThat(target.of("b")).hasSize(4).contains(1);
    }

    @Test
    void changesNothingWhenNothingHasChanged() {
        Assignment before = assignment(Map.of("a", List.of(1, 3), "b", List.of(0), "c", List.of(2)));

        assertThat(assignor.assign(TOPIC, 4, List.of("c", "b", "a"), before)).isEqualTo(before);
    }

    @Test
    void ignoresPartitionsThatDoNotExistAndThoseHeldTwice() {
        Assignment odd = assignment(Map.of("a", List.of(-1, 0, 1, 99), "b", List.of(1)));

        Assignment target = assignor.assign(TOPIC, 2, List.of("a", "b"), odd);

        assertThat(target.fits(Set.of("a", "b"), 2)).isTrue();
    }

    @Test
    void countsAConsumerNamedTwiceOnce() {
        assertThat(assignor.assign(TOPIC, 2, List.of("a", "a", "b"), Assignment.NONE)
                        .fits(Set.of("a", "b"), 2))
                .isTrue();
    }

    @Test
    void spreadsManySmallTopicsOverTheConsumers() {
        List<String> consumers = List.of("a", "b", "c", "d");
        Map<String, Integer> topics = new HashMap<>();

        for (int i = 0; i < 400; i++) {
            Assignment target = assignor.assign("topic-" + i, 1, consumers, Assignment.NONE);
            consumers.forEach(
                    consumer -> topics.merge(consumer, target.of(consumer).size(), Integer::sum));
        }

        assertThat(topics.values()).allSatisfy(count -> assertThat(count).isBetween(60, 140));
    }

    private static Assignment assignment(Map<String, List<Integer>> shares) {
        return new Assignment(new TreeMap<>(shares));
    }
}
