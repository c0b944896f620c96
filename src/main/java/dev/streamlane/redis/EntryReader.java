package dev.streamlane.redis;

import dev.streamlane.streams.LoadBalancer.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads entries of a Load Balancer Stream, few enough in each call that nobody waits for long behind it. */
final class EntryReader {
    /** How many entries a call reads at most: usual ones keep Redis busy for less than a millisecond. */
    private static final int PER_CALL = 100;

    private final RedisLane lane;
    private final LoadBalancerCalls calls;
    private final Turns turns;

    EntryReader(RedisLane lane, LoadBalancerCalls calls, Turns turns) {
        this.lane = lane;
        this.calls = calls;
        this.turns = turns;
    }

    /** As many entries as IDs, in the same order. */
    CompletionStage<List<Entry>> read(List<String> entryIds) {
        return turns.run(() -> read(entryIds, new ArrayList<>(entryIds.size())));
    }

    private CompletionStage<List<Entry>> read(List<String> entryIds, List<Entry> entries) {
        if (entries.size() == entryIds.size()) {
            return CompletableFuture.completedStage(entries);
        }
        int end = Math.min(entries.size() + PER_CALL, entryIds.size());
        List<String> next = entryIds.subList(entries.size(), end);
        return lane.call(calls.read(next)).thenCompose(reply -> {
            entries.addAll(LoadBalancerReplies.read(next, reply));
            return read(entryIds, entries);
        });
    }
}
