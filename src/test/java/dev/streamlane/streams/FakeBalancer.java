package dev.streamlane.streams;

import dev.streamlane.streams.FakeLbs.Self;
import dev.streamlane.topic.StoreRefusedException;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One replica's view of a {@link FakeLbs}, and what goes wrong on the way there and back. */
final class FakeBalancer implements LoadBalancer {
    final List<String> calls = new ArrayList<>();

    /** What happens between a take and its answer. */
    Runnable whileTaking = () -> {};

    /** How long after a claim its answer is there. */
    Duration claimsTake = Duration.ZERO;

    /** The replica is cut off, or was killed. */
    boolean cut;

    /** What is done, and not answered. */
    Predicate<String> losesAnswer = what -> false;

    /** What Redis refuses. */
    Predicate<String> refuses = what -> false;

    /** What is not even begun. */
    Predicate<String> breaks = what -> false;

    /** What is let go keeps its lock, because the call for that gets lost. */
    boolean losesLocks;

    /** Streams whose locks cannot be reached. */
    final Set<String> lockless = new HashSet<>();

    private final FakeLbs lbs;
    private final Self self;
    private final FakePlaces places;
    private final FakeHolds holds;
    private final List<Runnable> arrivals = new ArrayList<>();

    FakeBalancer(FakeLbs lbs, Self self) {
        this.lbs = lbs;
        this.self = self;
        this.places = new FakePlaces(lbs);
        this.holds = new FakeHolds(lbs, places);
    }

    /** How many calls were made of a kind. */
    long calls(String kind) {
        return calls.stream().filter(call -> call.startsWith(kind)).count();
    }

    @Override
    public String me() {
        return self.name();
    }

    @Override
    public CompletionStage<Beat> beat(boolean joining, Load load) {
        return call("beat", () -> places.beat(self, joining, load));
    }

    @Override
    public CompletionStage<Taken> take(int count, Load load, boolean patient) {
        return call("take", () -> {
            Taken taken = places.take(self, count, load, patient);
            whileTaking.run();
            return taken;
        });
    }

    @Override
    public CompletionStage<List<Pending>> pending(String consumer, String after, int count) {
        return call("pending " + consumer, () -> lbs.pending.tailMap(after, false).entrySet().stream()
                .filter(entry -> entry.getValue().owner.equals(consumer))
                .limit(count)
                .map(entry -> pending(entry.getKey(), lbs.idle(entry.getValue())))
                .toList());
    }

    private Pending pending(String id, Duration idle) {
        FakeLbs.State state = lbs.state(id);
        return new Pending(id, idle, state.failures(), state.claimed() ? state.epoch() : 0);
    }

    @Override
    public CompletionStage<List<Entry>> read(List<String> entryIds) {
        return call("read " + entryIds, () -> entryIds.stream().map(lbs::read).toList());
    }

    @Override
    public CompletionStage<List<Duration>> locks(List<LockKey> keys) {
        return call("locks", () -> keys.stream()
                .map(key -> lbs.lock(key.key())
                        .map(lock -> Duration.ofNanos(lock.until() - lbs.loop.nanos()))
                        .orElse(Duration.ZERO))
                .toList());
    }

    @Override
    public CompletionStage<Set<String>> duplicates(List<LockKey> entries) {
        return call("duplicates", () -> holds.duplicates(entries));
    }

    @Override
    public CompletionStage<Claim> claim(String id, String name, String from, Duration minIdle, boolean lostOwner) {
        CompletionStage<Claim> answer =
                call("claim " + id, () -> holds.claim(self, id, name, from, minIdle, lostOwner));
        return claimsTake.isZero() ? answer : answer.thenCompose(this::late);
    }

    @Override
    public CompletionStage<Extended> extend(Collection<Hold> wanted, Predicate<Hold> still) {
        Extended none = new Extended(Set.of(), Set.copyOf(wanted));
        return call("extend " + wanted.size(), () -> extended(wanted, still)).exceptionally(unavailable -> none);
    }

    private Extended extended(Collection<Hold> wanted, Predicate<Hold> still) {
        Extended extended = new Extended(new HashSet<>(), new HashSet<>());
        for (Hold hold : wanted) {
            if (lockless.contains(hold.name())) {
                extended.unanswered().add(hold);
            } else if (!hold.name().isEmpty()
                    && still.test(hold)
                    && !lbs.expire(hold.name(), hold.entryId(), self.name(), self.ttl())) {
                extended.lost().add(hold);
            }
        }
        return extended;
    }

    @Override
    public CompletionStage<Ending> done(Hold hold) {
        return call("done " + hold.name(), () -> holds.done(self, hold));
    }

    @Override
    public CompletionStage<Boolean> checkpoint(Hold hold, String position) {
        return call("checkpoint " + hold.name(), () -> holds.checkpoint(self, hold, position));
    }

    @Override
    public CompletionStage<Optional<Integer>> letGo(Hold hold, boolean failed, Duration lockFor) {
        return call("letGo " + hold.name(), () -> holds.letGo(self, hold, failed, lockFor, !losesLocks));
    }

    @Override
    public CompletionStage<Void> disclaim(Hold hold) {
        return call("disclaim " + hold.entryId(), () -> {
            holds.disclaim(self, hold);
            return null;
        });
    }

    @Override
    public CompletionStage<Void> wake() {
        return call("wake", () -> {
            lbs.wake();
            return null;
        });
    }

    @Override
    public CompletionStage<Ending> bury(Hold hold, String error, int attempts) {
        return call("bury " + hold.entryId(), () -> holds.bury(self, hold, error, attempts));
    }

    @Override
    public CompletionStage<Void> forwardDeadLetters() {
        return call("forward", () -> null);
    }

    @Override
    public CompletionStage<Boolean> arrival(String after, Duration limit) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        EntryId last = EntryId.parse(after);
        Runnable look = () -> {
            if (lbs.waiting.keySet().stream().anyMatch(id -> EntryId.parse(id).compareTo(last) > 0)) {
                lbs.loop.execute(() -> result.complete(true));
            }
        };
        Runnable end = () -> lbs.loop.execute(() -> result.complete(false));
        lbs.listeners.add(look);
        arrivals.add(end);
        lbs.loop.schedule(limit, end);
        look.run();
        return result.whenComplete((arrived, failure) -> {
            lbs.listeners.remove(look);
            arrivals.remove(end);
        });
    }

    @Override
    public CompletionStage<Void> leave() {
        return call("leave", () -> {
            places.leave(self);
            return null;
        });
    }

    @Override
    public void close() {
        List.copyOf(arrivals).forEach(Runnable::run);
    }

    private CompletionStage<Claim> late(Claim answer) {
        CompletableFuture<Claim> result = new CompletableFuture<>();
        lbs.loop.schedule(claimsTake, () -> result.complete(answer));
        return result;
    }

    /** Happens at once, and is answered a little later, as on a pipelined connection. */
    private <T> CompletionStage<T> call(String what, Supplier<T> operation) {
        calls.add(what);
        if (breaks.test(what)) {
            throw new IllegalStateException("broken");
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        if (lbs.down || cut) {
            lbs.loop.execute(() -> result.completeExceptionally(new StoreUnavailableException("down", null)));
        } else if (refuses.test(what)) {
            lbs.loop.execute(() -> result.completeExceptionally(new StoreRefusedException("NOPERM " + what, null)));
        } else {
            T value = operation.get();
            boolean lost = losesAnswer.test(what);
            lbs.loop.execute(() -> {
                if (lost) {
                    result.completeExceptionally(new StoreUnavailableException("no answer", null));
                } else {
                    result.complete(value);
                }
            });
        }
        return result;
    }
}
