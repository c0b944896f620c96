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
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One service's Load Balancer Stream. What carries assignments goes over the lane for jobs, everything else over the one for
 * heartbeats: a lock is not extended late because assignments are big.
 */
final class RedisLoadBalancer implements LoadBalancer {
    /** A lock that expires, instead of being deleted, is what foreign clients listen to. */
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final RedisLane lane;
    private final RedisLane bodies;
    private final LoadBalancerCalls calls;
    private final StreamLocks locks;
    private final EntryReader reader;
    private final DuplicateFinder duplicates;
    private final Outbox outbox;
    private final Arrivals arrivals;
    private final Upkeep upkeep;
    private final Turns turns;
    private final Executor thread;

    /** @param turns for what is done stream by stream */
    RedisLoadBalancer(
            RedisLanes lanes,
            LoadBalancerCalls calls,
            StreamLocks locks,
            EntryReader reader,
            DuplicateFinder duplicates,
            Outbox outbox,
            Arrivals arrivals,
            Upkeep upkeep,
            Turns turns,
            Executor thread) {
        this.lane = lanes.coordination();
        this.bodies = lanes.consumption();
        this.calls = calls;
        this.locks = locks;
        this.reader = reader;
        this.duplicates = duplicates;
        this.outbox = outbox;
        this.arrivals = arrivals;
        this.upkeep = upkeep;
        this.turns = turns;
        this.thread = thread;
    }

    @Override
    public String me() {
        return calls.me();
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
    public CompletionStage<List<Entry>> read(List<String> entryIds) {
        return Replies.onThread(thread, reader.read(entryIds));
    }

    @Override
    public CompletionStage<List<Duration>> locks(List<LockKey> keys) {
        return Replies.onThread(thread, locks.left(keys));
    }

    @Override
    public CompletionStage<Set<String>> duplicates(List<LockKey> entries) {
        return Replies.onThread(thread, duplicates.among(entries));
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
    public CompletionStage<Extended> extend(Collection<Hold> holds, Predicate<Hold> still) {
        return Replies.onThread(thread, locks.extend(holds, still));
    }

    @Override
    public CompletionStage<Ending> done(Hold hold) {
        return inTurn(() ->
                lane.call(calls.done(hold)).thenCompose(reply -> ended(hold, Replies.code(Script.STREAM_DONE, reply))));
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
                    // If this fails, all is repeated: a lock that is left behind would keep others from the stream.
                    return CompletableFuture.allOf(ending.toCompletableFuture(), lane.send(calls.wake()))
                            .thenApply(done -> failures);
                }));
    }

    @Override
    public CompletionStage<Void> disclaim(Hold hold) {
        return inTurn(() -> lane.call(calls.disclaim(hold))
                .thenCompose(reply -> Replies.code(Script.STREAM_DISCLAIM, reply) == Code.REFUSED
                        ? CompletableFuture.completedStage(null)
                        : after(null, locks.end(lock(hold), AT_ONCE))));
    }

    @Override
    public CompletionStage<Void> wake() {
        return Replies.onThread(thread, lane.send(calls.wake()).thenApply(reply -> null));
    }

    @Override
    public CompletionStage<Ending> bury(Hold hold, String error, int attempts) {
        return inTurn(() -> lane.call(calls.bury(hold, error, attempts)).thenCompose(reply -> {
            CompletionStage<Ending> ended = ended(hold, Replies.code(Script.STREAM_BURY, reply));
            return ended.thenCompose(ending -> ending == Ending.WRITTEN
                    ? after(ending, outbox.forward(Replies.text(reply, 1)))
                    : CompletableFuture.completedStage(ending));
        }));
    }

    @Override
    public CompletionStage<Void> forwardDeadLetters() {
        return Replies.onThread(thread, outbox.forwardOrphans());
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

    /** Where the entry is gone, nobody needs its lock, whoever made an end of it. */
    private CompletionStage<Ending> ended(Hold hold, Code code) {
        Ending ending = LoadBalancerReplies.ending(code);
        return ending == Ending.LOST
                ? CompletableFuture.completedStage(ending)
                : after(ending, locks.end(lock(hold), Duration.ZERO));
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
