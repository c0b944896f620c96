package dev.streamlane.streams;

import dev.streamlane.streams.FakeLbs.Given;
import dev.streamlane.streams.FakeLbs.Replica;
import dev.streamlane.streams.FakeLbs.State;
import dev.streamlane.topic.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One replica's view of a {@link FakeLbs}. */
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

    /** What is not even begun. */
    Predicate<String> breaks = what -> false;

    /** What is let go keeps its lock, because the call for that gets lost. */
    boolean losesLocks;

    /** Streams whose locks cannot be reached. */
    final Set<String> lockless = new HashSet<>();

    private final FakeLbs lbs;
    private final String me;
    private final String incarnation;
    private final Duration ttl;
    private boolean closed;

    FakeBalancer(FakeLbs lbs, String me, String incarnation, Duration ttl) {
        this.lbs = lbs;
        this.me = me;
        this.incarnation = incarnation;
        this.ttl = ttl;
    }

    /** How many calls were made of a kind. */
    long calls(String kind) {
        return calls.stream().filter(call -> call.startsWith(kind)).count();
    }

    @Override
    public String me() {
        return me;
    }

    @Override
    public CompletionStage<Beat> beat(boolean joining, Load load) {
        return call("beat", () -> {
            Replica present = lbs.replicas.get(me);
            if (present != null && !mine(present) && alive(present) && !joining) {
                return new Beat.Superseded();
            }
            lbs.replicas.put(me, new Replica(incarnation, lbs.loop.nanos() + ttl.toNanos(), load));
            Map<String, Long> counts = new TreeMap<>();
            lbs.pending.values().forEach(entry -> counts.merge(entry.owner, 1L, Long::sum));
            List<Owner> owners = counts.entrySet().stream()
                    .map(count -> new Owner(count.getKey(), kind(count.getKey()), count.getValue()))
                    .toList();
            Optional<Duration> deadline = peers().stream()
                    .map(peer -> Duration.ofNanos(peer.deadline() - lbs.loop.nanos()))
                    .min(Duration::compareTo);
            int roomy = (int)
                    peers().stream().filter(peer -> peer.load().free() > 0).count();
            return new Beat.Registered(owners, lbs.waiting.size(), roomy, deadline);
        });
    }

    @Override
    public CompletionStage<Taken> take(int count, Load load, boolean patient) {
        return call("take", () -> {
            if (!registered()) {
                return new Taken.Unregistered();
            }
            List<Replica> roomy =
                    peers().stream().filter(peer -> peer.load().free() > 0).toList();
            int before = (int) roomy.stream()
                    .filter(peer -> peer.load().held() < load.held())
                    .count();
            if (before > 0 && !patient && !lbs.waiting.isEmpty()) {
                return new Taken.Wait(before);
            }
            List<Entry> taken = new ArrayList<>();
            int limit = roomy.isEmpty() ? count : Math.min(count, load.free());
            for (String id : List.copyOf(lbs.waiting.keySet())) {
                if (taken.size() < limit) {
                    lbs.deliver(id, me);
                    taken.add(lbs.entry(id, lbs.pending.get(id).text));
                }
            }
            whileTaking.run();
            return new Taken.Entries(taken, lbs.lastDelivered);
        });
    }

    @Override
    public CompletionStage<List<Pending>> pending(String consumer, String after, int count) {
        return call("pending " + consumer, () -> lbs.pending.tailMap(after, false).entrySet().stream()
                .filter(entry -> entry.getValue().owner.equals(consumer))
                .limit(count)
                .map(entry -> new Pending(
                        entry.getKey(),
                        lbs.idle(entry.getValue()),
                        lbs.state(entry.getKey()).failures(),
                        lbs.state(entry.getKey()).claimedEpoch()))
                .toList());
    }

    @Override
    public CompletionStage<List<Entry>> read(List<String> entryIds) {
        return call("read " + entryIds, () -> entryIds.stream()
                .map(id -> lbs.entry(id, lbs.pending.containsKey(id) ? lbs.pending.get(id).text : null))
                .toList());
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
    public CompletionStage<Claim> claim(String id, String name, String from, Duration minIdle, boolean lostOwner) {
        CompletionStage<Claim> answer = call("claim " + id, () -> {
            LockKey key = new LockKey(name, id);
            if (!name.isEmpty() && lbs.lock(key.key()).isPresent()) {
                return new Claim.Locked();
            }
            Given entry = lbs.pending.get(id);
            if (entry == null || !entry.owner.equals(from) || lbs.idle(entry).compareTo(minIdle) < 0) {
                return new Claim.Gone();
            }
            String first = lbs.names.getOrDefault(name, id);
            if (!name.isEmpty() && !first.equals(id) && lbs.pending.containsKey(first)) {
                return new Claim.Duplicate(first);
            }
            if (!name.isEmpty()) {
                lbs.names.put(name, id);
                lbs.lock(name, id, me, ttl);
            }
            State old = lbs.state(id);
            String previous = from.equals(me) ? old.previous() : from.equals(NOBODY) ? old.previous() : from;
            State state = new State(
                    lbs.nextEpoch(),
                    incarnation,
                    old.failures() + (lostOwner && had(old, from) ? 1 : 0),
                    old.checkpoint(),
                    previous);
            lbs.states.put(id, state);
            entry.owner = me;
            entry.since = lbs.loop.nanos();
            return new Claim.Granted(
                    new Hold(id, name, state.epoch()),
                    state.failures(),
                    Optional.ofNullable(state.checkpoint()),
                    Optional.ofNullable(previous));
        });
        return claimsTake.isZero() ? answer : answer.thenCompose(this::late);
    }

    @Override
    public CompletionStage<Extended> extend(Collection<Hold> holds, Predicate<Hold> still) {
        Extended none = new Extended(Set.of(), Set.copyOf(holds));
        return call(
                        "extend " + holds.size(),
                        () -> extended(holds.stream().filter(still).toList()))
                .exceptionally(unavailable -> none);
    }

    private Extended extended(List<Hold> holds) {
        Extended extended = new Extended(new HashSet<>(), new HashSet<>());
        for (Hold hold : holds) {
            String key = new LockKey(hold.name(), hold.entryId()).key();
            if (lockless.contains(hold.name())) {
                extended.unanswered().add(hold);
            } else if (lbs.lock(key).filter(lock -> lock.owner().equals(me)).isPresent()) {
                lbs.lock(hold.name(), hold.entryId(), me, ttl);
            } else {
                extended.lost().add(hold);
            }
        }
        return extended;
    }

    @Override
    public CompletionStage<Ending> done(Hold hold) {
        return call("done " + hold.name(), () -> end(hold, () -> lbs.done.add(hold.name())));
    }

    @Override
    public CompletionStage<Boolean> checkpoint(Hold hold, String position) {
        return call("checkpoint " + hold.name(), () -> {
            if (!owns(hold)) {
                return false;
            }
            State old = lbs.state(hold.entryId());
            boolean further =
                    old.checkpoint() == null || EntryId.parse(position).compareTo(EntryId.parse(old.checkpoint())) > 0;
            lbs.states.put(
                    hold.entryId(),
                    new State(old.epoch(), incarnation, further ? 0 : old.failures(), position, old.previous()));
            return true;
        });
    }

    @Override
    public CompletionStage<Optional<Integer>> letGo(Hold hold, boolean failed, Duration lockFor) {
        return call("letGo " + hold.name(), () -> {
            State old = lbs.state(hold.entryId());
            int failures = old.failures();
            if (owns(hold)) {
                failures += failed ? 1 : 0;
                lbs.states.put(hold.entryId(), new State(old.epoch(), "", failures, old.checkpoint(), me));
                lbs.pending.get(hold.entryId()).owner = NOBODY;
            } else if (!wasLetGo(hold)) {
                return Optional.empty();
            }
            if (!losesLocks) {
                lbs.lock(hold.name(), hold.entryId(), me, lockFor);
                lbs.wake();
            }
            return Optional.of(failures);
        });
    }

    @Override
    public CompletionStage<Void> disclaim(Hold hold) {
        String id = hold.entryId();
        return call("disclaim " + id, () -> {
            Given entry = lbs.pending.get(id);
            State old = lbs.state(id);
            boolean late = old.incarnation().equals(incarnation) && old.epoch() != hold.epoch();
            if (entry != null && entry.owner.equals(me) && !late) {
                boolean lost =
                        !old.incarnation().isEmpty() && !old.incarnation().equals(incarnation);
                lbs.states.put(id, new State(old.epoch(), "", old.failures() + (lost ? 1 : 0), old.checkpoint(), me));
                entry.owner = NOBODY;
                lbs.locks.remove(new LockKey(hold.name(), id).key());
                lbs.wake();
            }
            return null;
        });
    }

    @Override
    public CompletionStage<Ending> bury(Hold hold, String error, int attempts) {
        return call(
                "bury " + hold.entryId(),
                () -> end(hold, () -> lbs.dead.merge(hold.entryId(), attempts + " " + error, String::concat)));
    }

    @Override
    public CompletionStage<Void> forwardDeadLetters() {
        return call("forward", () -> null);
    }

    @Override
    public CompletionStage<Boolean> arrival(String after, Duration limit) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        Runnable[] listener = new Runnable[1];
        Runnable end = () -> {
            lbs.listeners.remove(listener[0]);
            lbs.loop.execute(() -> result.complete(!lbs.waiting.isEmpty()));
        };
        listener[0] = () -> {
            if (!lbs.waiting.isEmpty()) {
                end.run();
            }
        };
        lbs.listeners.add(listener[0]);
        lbs.loop.schedule(limit, end);
        listener[0].run();
        return result.thenApply(arrived -> arrived && !closed);
    }

    @Override
    public CompletionStage<Void> leave() {
        return call("leave", () -> {
            lbs.replicas.computeIfPresent(me, (name, replica) -> mine(replica) ? null : replica);
            lbs.wake();
            return null;
        });
    }

    @Override
    public void close() {
        closed = true;
    }

    private CompletionStage<Claim> late(Claim answer) {
        CompletableFuture<Claim> result = new CompletableFuture<>();
        lbs.loop.schedule(claimsTake, () -> result.complete(answer));
        return result;
    }

    private Ending end(Hold hold, Runnable how) {
        if (!owns(hold)) {
            boolean there = lbs.pending.containsKey(hold.entryId()) || lbs.waiting.containsKey(hold.entryId());
            return there ? Ending.LOST : Ending.GONE;
        }
        how.run();
        lbs.forget(hold.entryId(), hold.name());
        lbs.locks.remove(new LockKey(hold.name(), hold.entryId()).key());
        lbs.wake();
        return Ending.WRITTEN;
    }

    /** Whether it is nobody's since this hold was let go. */
    private boolean wasLetGo(Hold hold) {
        Given entry = lbs.pending.get(hold.entryId());
        State state = lbs.state(hold.entryId());
        return entry != null && entry.owner.equals(NOBODY) && state.epoch() == hold.epoch();
    }

    private boolean owns(Hold hold) {
        Given entry = lbs.pending.get(hold.entryId());
        return entry != null
                && entry.owner.equals(me)
                && lbs.state(hold.entryId()).epoch() == hold.epoch();
    }

    /** A replica that has taken an entry and not claimed it has not had it. */
    private boolean had(State state, String owner) {
        return !state.incarnation().isEmpty() || !lbs.replicas.containsKey(owner);
    }

    private boolean registered() {
        Replica present = lbs.replicas.get(me);
        return present != null && mine(present);
    }

    private boolean mine(Replica replica) {
        return replica.incarnation().equals(incarnation);
    }

    private boolean alive(Replica replica) {
        return replica.deadline() - lbs.loop.nanos() > 0;
    }

    private List<Replica> peers() {
        return lbs.replicas.entrySet().stream()
                .filter(replica -> !replica.getKey().equals(me) && alive(replica.getValue()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private Owner.Kind kind(String consumer) {
        if (consumer.equals(me)) {
            return Owner.Kind.ME;
        }
        if (consumer.equals(NOBODY)) {
            return Owner.Kind.NOBODY;
        }
        Replica replica = lbs.replicas.get(consumer);
        return replica == null ? Owner.Kind.FOREIGN : alive(replica) ? Owner.Kind.LIVE : Owner.Kind.DEAD;
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
