package dev.streamlane.redis;

import static java.util.stream.Collectors.toSet;

import dev.streamlane.streams.LoadBalancer.Extended;
import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancer.LockKey;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The locks of data streams, each in a slot of its own. All commands go over one connection, and whether a lock is still to
 * be extended is asked when that is sent: so a lock which was let go is not extended afterwards. Extending waits for nothing
 * else than extending, however many locks are looked at.
 */
final class StreamLocks {
    private final RedisLane lane;
    private final String me;
    private final Duration ttl;
    private final int perCall;
    private final Turns extending;
    private final Turns looking;

    /**
     * @param me the value of our locks
     * @param perCall how many locks one script may touch
     * @param extending for calls that extend locks: in a cluster they are many
     * @param looking for calls that look at locks
     */
    StreamLocks(RedisLane lane, String me, Duration ttl, int perCall, Turns extending, Turns looking) {
        this.lane = lane;
        this.me = me;
        this.ttl = ttl;
        this.perCall = perCall;
        this.extending = extending;
        this.looking = looking;
    }

    /** Sets a lock, unless it is there. */
    CompletionStage<Boolean> lock(LockKey lock) {
        return lane.call(ScriptCall.of(Script.STREAM_LOCK, List.of(lock.key()), me, millis(ttl)))
                .thenApply(reply -> Replies.code(Script.STREAM_LOCK, reply) == Code.TAKEN);
    }

    /** Lets a lock of ours end after {@code left}; zero deletes it. */
    CompletionStage<Void> end(LockKey lock, Duration left) {
        return lock.name().isEmpty()
                ? CompletableFuture.completedStage(null)
                : expire(List.of(lock.key()), left).thenApply(reply -> null);
    }

    /** Extends the locks of all these that are still to be extended when their turn has come. */
    CompletionStage<Extended> extend(Collection<Hold> holds, Predicate<Hold> still) {
        List<Hold> locked =
                holds.stream().filter(hold -> !hold.name().isEmpty()).toList();
        List<CompletionStage<Extended>> parts = new ArrayList<>();
        for (int i = 0; i < locked.size(); i += perCall) {
            List<Hold> part = locked.subList(i, Math.min(i + perCall, locked.size()));
            parts.add(extending.run(() -> extend(part.stream().filter(still).toList())));
        }
        return all(parts)
                .thenApply(extended ->
                        new Extended(union(extended, Extended::lost), union(extended, Extended::unanswered)));
    }

    /**
     * The time that each lock has left; zero if it is absent. One that cannot be looked at counts as new: it spoils no
     * other.
     */
    CompletionStage<List<Duration>> left(List<LockKey> locks) {
        return all(locks.stream().map(lock -> looking.run(() -> left(lock))).toList());
    }

    private CompletionStage<Extended> extend(List<Hold> part) {
        if (part.isEmpty()) {
            return CompletableFuture.completedStage(new Extended(Set.of(), Set.of()));
        }
        List<String> keys = part.stream()
                .map(hold -> new LockKey(hold.name(), hold.entryId()).key())
                .toList();
        return expire(keys, ttl)
                .handle((strange, failure) -> failure == null
                        ? new Extended(at(strange, part), Set.of())
                        : new Extended(Set.of(), Set.copyOf(part)));
    }

    /** Those at the places, from 1, that a reply names. */
    private static Set<Hold> at(Response places, List<Hold> holds) {
        return IntStream.range(0, places.size())
                .mapToObj(i -> holds.get((int) Replies.number(places, i) - 1))
                .collect(toSet());
    }

    private static Set<Hold> union(List<Extended> parts, Function<Extended, Set<Hold>> of) {
        return parts.stream().map(of).flatMap(Set::stream).collect(toSet());
    }

    private CompletionStage<Response> expire(List<String> keys, Duration left) {
        return lane.call(new ScriptCall(Script.STREAM_EXPIRE, keys, List.of(me, millis(left))));
    }

    private CompletionStage<Duration> left(LockKey lock) {
        return lane.send(Request.cmd(Command.PTTL).arg(lock.key()))
                .handle((reply, failure) -> failure == null ? left(reply.toLong()) : ttl);
    }

    private Duration left(long pttl) {
        if (pttl == -2) {
            return Duration.ZERO;
        }
        // -1: it has no TTL, so it may be looked at again when one of ours would have ended.
        return pttl == -1 ? ttl : Duration.ofMillis(Math.max(1, pttl));
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }

    private static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
        CompletableFuture<?>[] futures =
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(futures).thenApply(done -> stages.stream()
                .map(stage -> stage.toCompletableFuture().join())
                .toList());
    }
}
