package dev.streamlane.redis;

import dev.streamlane.streams.LoadBalancer.LockKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds which entries wait for the name of their data stream, few enough in each call that nobody waits for long behind it.
 */
final class DuplicateFinder {
    /**
     * To ask for so many takes Redis less than half a millisecond; two if all are made young, which is so every 10 s at
     * most.
     */
    private static final int PER_CALL = 200;

    private final RedisLane lane;
    private final LoadBalancerCalls calls;

    DuplicateFinder(RedisLane lane, LoadBalancerCalls calls) {
        this.lane = lane;
        this.calls = calls;
    }

    /** The IDs of those that wait. */
    CompletionStage<Set<String>> among(List<LockKey> entries) {
        return among(entries, new HashSet<>());
    }

    private CompletionStage<Set<String>> among(List<LockKey> entries, Set<String> found) {
        if (entries.isEmpty()) {
            return CompletableFuture.completedStage(found);
        }
        int end = Math.min(PER_CALL, entries.size());
        return lane.call(calls.duplicates(entries.subList(0, end))).thenCompose(reply -> {
            reply.forEach(id -> found.add(id.toString()));
            return among(entries.subList(end, entries.size()), found);
        });
    }
}
