package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.LockKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sorts out entries that wait because the name of their data stream is taken. Thousands may wait for hours: so they are asked
 * about together, and not claimed in vain one by one.
 */
final class Duplicates {
    private final LoadBalancer balancer;

    Duplicates(LoadBalancer balancer) {
        this.balancer = balancer;
    }

    /** Those whose name is not taken; also keeps young what waits. */
    CompletionStage<List<Candidate>> sortOut(List<Candidate> candidates) {
        List<LockKey> named = candidates.stream()
                .filter(candidate -> candidate.label().locked())
                .map(candidate -> new LockKey(candidate.label().name(), candidate.id()))
                .toList();
        return named.isEmpty()
                ? CompletableFuture.completedStage(candidates)
                : balancer.duplicates(named).thenApply(waiting -> candidates.stream()
                        .filter(candidate -> !waiting.contains(candidate.id()))
                        .toList());
    }

    /** The first of each name: as soon as it is claimed, the others wait. */
    static List<Candidate> firsts(List<Candidate> sorted) {
        Map<String, Candidate> firsts = new LinkedHashMap<>();
        for (Candidate candidate : sorted) {
            Label label = candidate.label();
            firsts.putIfAbsent(label.locked() ? "name " + label.name() : "entry " + candidate.id(), candidate);
        }
        return List.copyOf(firsts.values());
    }
}
