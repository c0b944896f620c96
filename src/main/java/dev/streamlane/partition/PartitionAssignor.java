package dev.streamlane.partition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Shares partitions out in round-robin fashion: balanced to ±1, and sticky, so that it moves the fewest partitions that
 * balance allows.
 *
 * <p>Everybody is owed {@code partitions / consumers}; the remainder goes, one each, to those who already hold the most
 * (moving nothing), ties in round-robin order. That order starts at a consumer chosen by the topic's hash: many topics
 * with a single partition spread over the consumers instead of all landing on the first. Free partitions are dealt
 * ascending, in blocks: from nothing, 4 partitions over 3 consumers give {@code [0,1] [2] [3]}.
 */
public final class PartitionAssignor {
    /**
     * @param topic the topic, which decides only where the round-robin order starts
     * @param partitions how many partitions there are, numbered from 0
     * @param consumers the live consumers
     * @param current what was assigned before; unknown consumers and partitions in it are ignored
     * @return the target; the same for the same arguments, whoever computes it
     */
    public Assignment assign(String topic, int partitions, Collection<String> consumers, Assignment current) {
        if (consumers.isEmpty()) {
            return Assignment.NONE;
        }
        List<String> order = roundRobinOrder(topic, consumers);
        Map<String, List<Integer>> held = held(order, partitions, current);
        Map<String, Integer> quotas = quotas(order, partitions, held);
        Map<String, List<Integer>> shares = new TreeMap<>();
        boolean[] taken = new boolean[partitions];
        for (String consumer : order) {
            List<Integer> kept =
                    held.get(consumer).stream().limit(quotas.get(consumer)).toList();
            kept.forEach(partition -> taken[partition] = true);
            shares.put(consumer, new ArrayList<>(kept));
        }
        Deque<Integer> free = new ArrayDeque<>(
                IntStream.range(0, partitions).filter(p -> !taken[p]).boxed().toList());
        for (String consumer : order) {
            List<Integer> share = shares.get(consumer);
            while (share.size() < quotas.get(consumer)) {
                share.add(free.removeFirst());
            }
        }
        return new Assignment(new TreeMap<>(shares));
    }

    private static List<String> roundRobinOrder(String topic, Collection<String> consumers) {
        List<String> sorted = consumers.stream().distinct().sorted().toList();
        int first = Math.floorMod(topic.hashCode(), sorted.size());
        List<String> order = new ArrayList<>(sorted.subList(first, sorted.size()));
        order.addAll(sorted.subList(0, first));
        return order;
    }

    private static Map<String, List<Integer>> held(List<String> order, int partitions, Assignment current) {
        boolean[] seen = new boolean[partitions];
        Map<String, List<Integer>> held = new HashMap<>();
        for (String consumer : order) {
            List<Integer> valid = new ArrayList<>();
            for (int partition : current.of(consumer)) {
                if (partition >= 0 && partition < partitions && !seen[partition]) {
                    seen[partition] = true;
                    valid.add(partition);
                }
            }
            held.put(consumer, valid);
        }
        return held;
    }

    private static Map<String, Integer> quotas(List<String> order, int partitions, Map<String, List<Integer>> held) {
        int owed = partitions / order.size();
        int remainder = partitions % order.size();
        List<String> byHolding = order.stream()
                .sorted(Comparator.comparingInt(
                        (String consumer) -> -held.get(consumer).size()))
                .toList();
        Map<String, Integer> quotas = new HashMap<>();
        for (int i = 0; i < byHolding.size(); i++) {
            quotas.put(byHolding.get(i), owed + (i < remainder ? 1 : 0));
        }
        return quotas;
    }
}
