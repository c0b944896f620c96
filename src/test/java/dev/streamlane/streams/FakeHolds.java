package dev.streamlane.streams;

import static dev.streamlane.streams.LoadBalancer.NOBODY;

import dev.streamlane.streams.FakeLbs.Given;
import dev.streamlane.streams.FakeLbs.Self;
import dev.streamlane.streams.FakeLbs.State;
import dev.streamlane.streams.LoadBalancer.Claim;
import dev.streamlane.streams.LoadBalancer.Ending;
import dev.streamlane.streams.LoadBalancer.Hold;
import dev.streamlane.streams.LoadBalancer.LockKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who has what in a {@link FakeLbs}, and what becomes of it. */
final class FakeHolds {
    /** What a foreign client takes at its start. */
    private static final Duration RECOVERABLE = Duration.ofSeconds(40);

    /** What waits for so long is made young. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private final FakeLbs lbs;
    private final FakePlaces places;

    FakeHolds(FakeLbs lbs, FakePlaces places) {
        this.lbs = lbs;
        this.places = places;
    }

    Claim claim(Self self, String id, String name, String from, Duration minIdle, boolean lostOwner) {
        if (!name.isEmpty() && lbs.lock(new LockKey(name, id).key()).isPresent()) {
            return new Claim.Locked();
        }
        Given entry = lbs.pending.get(id);
        if (!places.isRegistered(self) || entry == null || !entry.owner.equals(from)) {
            return new Claim.Gone();
        }
        if (waits(new LockKey(name, id))) {
            lbs.awaited.add(name);
            return new Claim.Duplicate(lbs.names.get(name));
        }
        if (lbs.idle(entry).compareTo(minIdle) < 0 || !lbs.move(id, self.name(), Duration.ZERO)) {
            return new Claim.Gone();
        }
        if (!name.isEmpty()) {
            lbs.names.put(name, id);
            lbs.lock(name, id, self.name(), self.ttl());
        }
        return granted(self, new LockKey(name, id), from, lostOwner);
    }

    Set<String> duplicates(List<LockKey> entries) {
        Set<String> asked = new HashSet<>();
        entries.stream()
                .filter(entry -> waits(entry) || (!asked.add(entry.name()) && !taken(entry.name())))
                .forEach(entry -> lbs.awaited.add(entry.name()));
        List<String> waiting =
                entries.stream().filter(this::waits).map(LockKey::entryId).toList();
        waiting.stream()
                .map(lbs.pending::get)
                .filter(entry -> entry != null
                        && entry.owner.equals(NOBODY)
                        && lbs.idle(entry).compareTo(LONG) >= 0)
                .forEach(entry -> entry.since = lbs.loop.nanos());
        return Set.copyOf(waiting);
    }

    private boolean waits(LockKey entry) {
        return taken(entry.name()) && !lbs.names.get(entry.name()).equals(entry.entryId());
    }

    private boolean taken(String name) {
        return !name.isEmpty() && lbs.pending.containsKey(lbs.names.getOrDefault(name, "0-0"));
    }

    private Claim granted(Self self, LockKey what, String from, boolean lostOwner) {
        State old = lbs.state(what.entryId());
        // A replica that has taken an entry and not claimed it has not had it.
        boolean lost = lostOwner && (old.claimed() || !lbs.replicas.containsKey(from));
        String previous =
                !from.equals(self.name()) && !from.equals(NOBODY) ? from : old.claimed() ? self.name() : old.previous();
        State state = new State(
                lbs.nextEpoch(), self.incarnation(), old.failures() + (lost ? 1 : 0), old.checkpoint(), previous);
        lbs.states.put(what.entryId(), state);
        return new Claim.Granted(
                new Hold(what.entryId(), what.name(), state.epoch()),
                state.failures(),
                Optional.ofNullable(state.checkpoint()),
                Optional.ofNullable(previous));
    }

    Ending done(Self self, Hold hold) {
        return end(self, hold, () -> lbs.done.add(hold.name()));
    }

    Ending bury(Self self, Hold hold, String error, int attempts) {
        return end(self, hold, () -> {
            lbs.dead.merge(hold.entryId(), attempts + " " + error, String::concat);
            Map<String, String> letter = new LinkedHashMap<>(Map.of(
                    "group",
                    "group",
                    "stream",
                    "stream",
                    "entry_id",
                    hold.entryId(),
                    "attempts",
                    String.valueOf(attempts),
                    "error",
                    error,
                    "failed_at",
                    "0",
                    "consumer",
                    self.name()));
            Optional.ofNullable(lbs.read(hold.entryId()).assignment()).ifPresent(text -> letter.put("lbs-input", text));
            lbs.letters.add(letter);
        });
    }

    boolean checkpoint(Self self, Hold hold, String position) {
        if (!owns(self, hold)) {
            return false;
        }
        State old = lbs.state(hold.entryId());
        boolean further =
                old.checkpoint() == null || EntryId.parse(position).compareTo(EntryId.parse(old.checkpoint())) > 0;
        int failures = further ? 0 : old.failures();
        lbs.states.put(hold.entryId(), new State(old.epoch(), old.incarnation(), failures, position, old.previous()));
        return true;
    }

    /** @param unlock whether the lock and the others hear of it */
    Optional<Integer> letGo(Self self, Hold hold, boolean failed, Duration lockFor, boolean unlock) {
        State old = lbs.state(hold.entryId());
        Given entry = lbs.pending.get(hold.entryId());
        boolean before = entry != null && entry.owner.equals(NOBODY) && !old.claimed() && old.epoch() == hold.epoch();
        if (!before) {
            Duration idle = lockFor.isZero() ? RECOVERABLE : Duration.ZERO;
            if (!owns(self, hold) || !lbs.move(hold.entryId(), NOBODY, idle)) {
                return Optional.empty();
            }
            lbs.states.put(hold.entryId(), old.letGo(old.failures() + (failed ? 1 : 0), self.name()));
        }
        if (unlock) {
            lbs.expire(hold.name(), hold.entryId(), self.name(), lockFor);
            lbs.wake();
        }
        return Optional.of(lbs.state(hold.entryId()).failures());
    }

    void disclaim(Self self, Hold hold) {
        String id = hold.entryId();
        Given entry = lbs.pending.get(id);
        State old = lbs.state(id);
        boolean had = old.incarnation().equals(self.incarnation());
        boolean late = had && old.epoch() != hold.epoch();
        if (entry == null || !entry.owner.equals(self.name()) || !places.isRegistered(self) || late) {
            return;
        }
        lbs.move(id, NOBODY, old.claimed() ? RECOVERABLE : Duration.ZERO);
        if (old.claimed()) {
            lbs.states.put(id, old.letGo(old.failures() + (had ? 0 : 1), self.name()));
        }
        lbs.expire(hold.name(), id, self.name(), Duration.ZERO);
    }

    private Ending end(Self self, Hold hold, Runnable how) {
        String id = hold.entryId();
        if (!owns(self, hold)) {
            if (lbs.pending.containsKey(id) || lbs.waiting.containsKey(id)) {
                return Ending.LOST;
            }
            lbs.expire(hold.name(), id, self.name(), Duration.ZERO);
            return Ending.GONE;
        }
        how.run();
        lbs.pending.remove(id);
        lbs.states.remove(id);
        lbs.expire(hold.name(), id, self.name(), Duration.ZERO);
        if (lbs.names.remove(hold.name(), id) && lbs.awaited.remove(hold.name())) {
            lbs.wake();
        }
        return Ending.WRITTEN;
    }

    private boolean owns(Self self, Hold hold) {
        Given entry = lbs.pending.get(hold.entryId());
        State state = lbs.state(hold.entryId());
        return entry != null
                && entry.owner.equals(self.name())
                && state.incarnation().equals(self.incarnation())
                && state.epoch() == hold.epoch();
    }
}
