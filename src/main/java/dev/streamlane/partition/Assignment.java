package dev.streamlane.partition;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which consumer of a group is to own which partitions. A consumer that takes part but gets nothing stands with an
 * empty list, so that {@link #fits} can tell "takes part" from "is not known".
 *
 * @param shares ascending partition numbers by consumer id
 */
public record Assignment(SortedMap<String, List<Integer>> shares) {
    /** The assignment before anyone joined. */
    public static final Assignment NONE = new Assignment(new TreeMap<>());

    public Assignment {
        TreeMap<String, List<Integer>> sorted = new TreeMap<>();
        shares.forEach((consumer, partitions) ->
                sorted.put(consumer, partitions.stream().sorted().toList()));
        shares = Collections.unmodifiableSortedMap(sorted);
    }

    /** The partitions meant for {@code consumer}, ascending; empty for a stranger. */
    public List<Integer> of(String consumer) {
        return shares.getOrDefault(consumer, List.of());
    }

    /** Whether this shares exactly the partitions {@code 0..partitions-1} among exactly {@code consumers}. */
    public boolean fits(Set<String> consumers, int partitions) {
        return shares.keySet().equals(consumers)
                && allPartitions().equals(IntStream.range(0, partitions).boxed().toList());
    }

    private List<Integer> allPartitions() {
        return shares.values().stream().flatMap(List::stream).sorted().toList();
    }
}
