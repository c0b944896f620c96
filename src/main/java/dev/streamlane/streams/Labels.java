package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Entry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The labels of entries that are looked at again and again. Each entry is read once, and its label remembered for as long as
 * it is asked for. Confined to the service's thread.
 */
final class Labels {
    /** About so many bytes of labels are remembered, which is tens of thousands of usual ones; others are read again. */
    private static final int MAX_REMEMBERED = 8 << 20;

    /** What a label takes beside its name. */
    private static final int EACH = 200;

    /** Assignments that are in memory at a time. */
    private static final int PAGE = 100;

    private final LoadBalancer balancer;
    private final AssignmentDecoder decoder;
    private Map<String, Label> remembered = Map.of();

    Labels(LoadBalancer balancer, AssignmentDecoder decoder) {
        this.balancer = balancer;
        this.decoder = decoder;
    }

    /**
     * Finds the labels of entries.
     *
     * @param needed these are read if their labels are not remembered
     * @param others these are not
     * @param all whether these are all; otherwise what was asked for before is not forgotten
     * @return the labels by entry ID
     */
    CompletionStage<Map<String, Label>> of(List<String> needed, List<String> others, boolean all) {
        Map<String, Label> found = new HashMap<>();
        others.forEach(id -> remembered(id, found));
        List<String> unread =
                needed.stream().filter(id -> !remembered(id, found)).toList();
        return read(unread, found).thenApply(done -> remember(found, all ? Map.of() : remembered));
    }

    private boolean remembered(String id, Map<String, Label> found) {
        Label label = remembered.get(id);
        if (label != null) {
            found.put(id, label);
        }
        return label != null;
    }

    private CompletionStage<Void> read(List<String> ids, Map<String, Label> found) {
        if (ids.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        int end = Math.min(PAGE, ids.size());
        return balancer.read(ids.subList(0, end)).thenCompose(entries -> {
            for (Entry entry : entries) {
                found.put(entry.id(), Reading.of(entry, decoder).label());
            }
            return read(ids.subList(end, ids.size()), found);
        });
    }

    /** @param before what is remembered beside what was found, as far as there is room */
    private Map<String, Label> remember(Map<String, Label> found, Map<String, Label> before) {
        Map<String, Label> latestFirst = new LinkedHashMap<>(found);
        before.forEach(latestFirst::putIfAbsent);
        remembered = new LinkedHashMap<>();
        int size = 0;
        for (Map.Entry<String, Label> label : latestFirst.entrySet()) {
            size += EACH + 2 * label.getValue().name().length();
            if (size <= MAX_REMEMBERED) {
                remembered.put(label.getKey(), label.getValue());
            }
        }
        return found;
    }
}
