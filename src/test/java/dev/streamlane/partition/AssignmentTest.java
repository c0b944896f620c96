package dev.streamlane.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    private static final Assignment SHARED = assignment(Map.of("a", List.of(0, 2), "b", List.of(1)));

    @Test
    void fitsTheConsumersAndPartitionsThatItShares() {
        assertThat(SHARED.fits(Set.of("a", "b"), 3)).isTrue();
    }

    @Test
    void doesNotFitWhenAConsumerHasComeOrGone() {
        assertThat(SHARED.fits(Set.of("a", "b", "c"), 3)).isFalse();
        assertThat(SHARED.fits(Set.of("a"), 3)).isFalse();
        assertThat(SHARED.fits(Set.of("a", "c"), 3)).isFalse();
    }

    @Test
    void doesNotFitAnotherNumberOfPartitions() {
        assertThat(SHARED.fits(Set.of("a", "b"), 4)).isFalse();
        assertThat(SHARED.fits(Set.of("a", "b"), 2)).isFalse();
    }

    @Test
    void doesNotFitWhenAPartitionIsSharedTwice() {
        Assignment twice = assignment(Map.of("a", List.of(0, 1), "b", List.of(1)));

        assertThat(twice.fits(Set.of("a", "b"), 2)).isFalse();
        assertThat(twice.fits(Set.of("a", "b"), 3)).isFalse();
    }

    @Test
    void doesNotFitWhenAPartitionIsLeftOut() {
        assertThat(assignment(Map.of("a", List.of(0, 2))).fits(Set.of("a"), 3)).isFalse();
    }

    @Test
    void fitsAConsumerThatTakesPartButGetsNothing() {
        Assignment idle = assignment(Map.of("a", List.of(0), "b", List.of()));

        assertThat(idle.fits(Set.of("a", "b"), 1)).isTrue();
        assertThat(idle.fits(Set.of("a"), 1)).isFalse();
    }

    @Test
    void fitsNobodyBeforeAnyoneJoined() {
        assertThat(Assignment.NONE.fits(Set.of("a"), 1)).isFalse();
    }

    @Test
    void listsPartitionsAscendingWhateverOrderTheyCameIn() {
        assertThat(assignment(Map.of("a", List.of(3, 0, 2))).of("a")).containsExactly(0, 2, 3);
    }

    @Test
    void givesAStrangerNothing() {
        assertThat(SHARED.of("stranger")).isEmpty();
    }

    @Test
    void doesNotChangeWithTheMapItWasMadeFrom() {
        List<Integer> partitions = new ArrayList<>(List.of(0));
        TreeMap<String, List<Integer>> shares = new TreeMap<>(Map.of("a", partitions));
        Assignment assignment = new Assignment(shares);

        partitions.add(1);
        shares.put("b", List.of(2));

        assertThat(assignment).isEqualTo(assignment(Map.of("a", List.of(0))));
        assertThatThrownBy(() -> assignment.shares().put("c", List.of()))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static Assignment assignment(Map<String, List<Integer>> shares) {
        return new Assignment(new TreeMap<>(shares));
    }
}
