package dev.streamlane.redis;

import dev.streamlane.streams.LoadBalancer;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One service's Load Balancer Stream. What carries assignments goes over the lane for jobs, everything else over the one for
 * heartbeats: a lock is not extended late because assignments are big.
 */
final class RedisLoadBalancer implements LoadBalancer {
    /** A lock that expires, instead of being deleted, is what foreign clients listen to. */
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final String me;
    private final RedisLane lane;
    private final RedisLane bodies;
    private final LoadBalancerCalls calls;
    private final StreamLocks locks;
    private final Outbox outbox;
    private final Arrivals arrivals;
    private final Upkeep upkeep;
    private final Turns turns;
    private final Executor thread;

    /** @param turns for what is done stream by stream */
    RedisLoadBalancer(
            String me,
            RedisLanes lanes,
            LoadBalancerCalls calls,
            StreamLocks locks,
            Outbox outbox,
            Arrivals arrivals,
            Upkeep upkeep,
            Turns turns,
            Executor thread) {
        this.me = me;
        this.lane = lanes.coordination();
        this.bodies = lanes.consumption();
        this.calls = calls;
        this.locks = locks;
        this.outbox = outbox;
        this.arrivals = arrivals;
        this.upkeep = upkeep;
        this.turns = turns;
        this.thread = thread;
    }

    @Override
    public String me() {
        return me;
    }

    @Override
    public CompletionStage<Beat> beat(boolean joining, Load load) {
        CompletionStage<Response> beat = lane.call(calls.beat(joining, load));
        upkeep.beat();
        return Replies.onThread(thread, beat.thenApply(LoadBalancerReplies::beat));
    }

    @Override
    public CompletionStage<Taken> take(int count, Load load, boolean patient) {
        return Replies.onThread(
                thread, bodies.call(calls.take(count, load, patient)).thenApply(LoadBalancerReplies::taken));
    }

    @Override
    public CompletionStage<List<Pending>> pending(String consumer, String after, int count) {
        return Replies.onThread(
                thread, bodies.call(calls.pending(consumer, after, count)).thenApply(LoadBalancerReplies::pending));
    }

    @Override
    public CompletionStage<List<Duration>> locks(List<LockKey> keys) {
        return Replies.onThread(thread, locks.left(keys));
    }

    @Override
    public CompletionStage<Claim> claim(String entryId, String name, String from, Duration minIdle, boolean lostOwner) {
        ScriptCall call = calls.claim(entryId, name, from, minIdle, lostOwner);
        LockKey lock = new LockKey(name, entryId);
        return inTurn(() -> name.isEmpty()
                ? claim(call, lock)
                : locks.lock(lock)
                        .thenCompose(locked ->
                                locked ? claim(call, lock) : CompletableFuture.completedStage(new Claim.Locked())));
    }

    @Override
    public CompletionStage<Set<Hold>> extend(Collection<Hold> holds) {
        return Replies.onThread(thread, locks.extend(holds));
    }

    @Override
    public CompletionStage<Boolean> done(Hold hold) {
        return inTurn(() -> lane.call(calls.done(hold))
                .thenCompose(reply -> Replies.code(Script.STREAM_DONE, reply) == Code.LOST
                        ? CompletableFuture.completedStage(false)
                        : after(true, locks.end(lock(hold), Duration.ZERO))));
    }

    @Override
    public CompletionStage<Boolean> checkpoint(Hold hold, String position) {
        return inTurn(() -> lane.call(calls.checkpoint(hold, position))
                .thenApply(reply -> Replies.code(Script.STREAM_CHECKPOINT, reply) == Code.TAKEN));
    }

    @Override
    public CompletionStage<Optional<Integer>> letGo(Hold hold, boolean failed, Duration lockFor) {
        return inTurn(
                () -> lane.call(calls.letGo(hold, failed, lockFor.isZero())).thenCompose(reply -> {
                    if (Replies.code(Script.STREAM_LET_GO, reply) == Code.LOST) {
                        return CompletableFuture.completedStage(Optional.empty());
                    }
                    Optional<Integer> failures = Optional.of((int) Replies.number(reply, 1));
                    CompletionStage<Void> ending = locks.end(lock(hold), lockFor.isZero() ? AT_ONCE : lockFor);
                    // Not by the script, because who wakes looks at the lock: it has to end when it should by then.
                    return after(failures, ending, lane.send(calls.wake()));
                }));
    }

    @Override
    public CompletionStage<Void> disclaim(String entryId, String name) {
        return inTurn(() -> lane.call(calls.disclaim(entryId))
                .thenCompose(reply -> Replies.code(Script.STREAM_DISCLAIM, reply) == Code.REFUSED
                        ? CompletableFuture.completedStage(null)
                        : after(null, locks.end(new LockKey(name, entryId), AT_ONCE))));
    }

    @Override
    public CompletionStage<Boolean> bury(Hold hold, String error, int attempts) {
        return inTurn(() -> lane.call(calls.bury(hold, error, attempts))
                .thenCompose(reply -> Replies.code(Script.STREAM_BURY, reply) == Code.LOST
                        ? CompletableFuture.completedStage(false)
                        : after(true, locks.end(lock(hold), Duration.ZERO), outbox.forward())));
    }

    @Override
    public CompletionStage<Void> forwardDeadLetters() {
        return Replies.onThread(thread, outbox.forward());
    }

    @Override
    public CompletionStage<Boolean> arrival(String after, Duration limit) {
        return Replies.onThread(thread, arrivals.await(after, limit));
    }

    @Override
    public CompletionStage<Void> leave() {
        return Replies.onThread(thread, lane.call(calls.leave()).thenApply(reply -> null));
    }

    @Override
    public void close() {
        arrivals.close();
    }

    private CompletionStage<Claim> claim(ScriptCall call, LockKey lock) {
        return lane.call(call)
                .thenApply(reply -> LoadBalancerReplies.claim(lock.entryId(), lock.name(), reply))
                .thenCompose(claim -> claim instanceof Claim.Granted
                        ? CompletableFuture.completedStage(claim)
                        : after(claim, locks.end(lock, Duration.ZERO)));
    }

    private <T> CompletionStage<T> inTurn(Supplier<CompletionStage<T>> operation) {
        return Replies.onThread(thread, turns.run(operation));
    }

    private static LockKey lock(Hold hold) {
        return new LockKey(hold.name(), hold.entryId());
    }

    /** What matters has been done: that something after it fails is no failure. A lock that is left behind expires. */
    private static <T> CompletionStage<T> after(T result, CompletionStage<?>... stages) {
        CompletableFuture<?>[] all =
                Stream.of(stages).map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).handle((done, failure) -> result);
    }
}
