package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.LoadBalancer.LockKey;
import dev.streamlane.testing.ManualLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A service's Load Balancer Stream in memory, with the locks beside it and all who share it; tests may reach into it. */
final class FakeLbs {
    private static final int MAX_INFO = 1000;

    final ManualLoop loop;
    final Map<String, String> waiting = new LinkedHashMap<>();
    final TreeMap<String, Given> pending = new TreeMap<>(Comparator.comparing(EntryId::parse));
    final Set<String> removed = new HashSet<>();
    final Map<String, Lock> locks = new HashMap<>();
    final Map<String, State> states = new HashMap<>();
    final Map<String, String> names = new HashMap<>();
    final Set<String> awaited = new HashSet<>();
    final Map<String, Replica> replicas = new LinkedHashMap<>();
    final Map<String, String> dead = new LinkedHashMap<>();
    final List<Map<String, String>> letters = new ArrayList<>();
    final List<String> done = new ArrayList<>();
    final List<Runnable> listeners = new ArrayList<>();
    boolean down;
    String lastDelivered = "0-0";
    private final int maxInfo;
    private long number;
    private long epoch;

    /** An entry that somebody has. */
    static final class Given {
        final String text;
        String owner;
        long since;

        Given(String text, String owner, long since) {
            this.text = text;
            this.owner = owner;
            this.since = since;
        }
    }

    record Lock(String owner, long until) {}

    record State(long epoch, String incarnation, int failures, String checkpoint, String previous) {
        static final State NONE = new State(0, "", 0, null, null);

        /** Whether a replica has claimed it, and not let it go since. */
        boolean claimed() {
            return !incarnation.isEmpty();
        }

        State letGo(int failures, String by) {
            return new State(epoch, "", failures, checkpoint, by);
        }
    }

    record Replica(String incarnation, long deadline, LoadBalancer.Load load, long lastTake) {}

    /** Who asks. */
    record Self(String name, String incarnation, Duration ttl) {}

    FakeLbs(ManualLoop loop) {
        this(loop, MAX_INFO);
    }

    /** @param maxInfo the longest assignment, in bytes */
    FakeLbs(ManualLoop loop, int maxInfo) {
        this.loop = loop;
        this.maxInfo = maxInfo;
    }

    /** Adds a stream with a priority; returns its entry ID. */
    String add(String name, String priority) {
        return addText("{\"DataStreamName\":\"%s\",\"Info\":{\"priority\":\"%s\"}}".formatted(name, priority));
    }

    String add(String name) {
        return add(name, "normal");
    }

    String addText(String text) {
        String id = "1000-" + ++number;
        waiting.put(id, text);
        wake();
        return id;
    }

    /** A view of a replica. */
    FakeBalancer view(String consumer, String incarnation, Duration ttl) {
        return new FakeBalancer(this, new Self(consumer, incarnation, ttl));
    }

    void wake() {
        List.copyOf(listeners).forEach(Runnable::run);
    }

    /** An entry, as far as it is still on the stream. */
    Entry read(String id) {
        Given given = pending.get(id);
        String text = removed.contains(id) ? null : given == null ? waiting.get(id) : given.text;
        int length = text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
        return new Entry(id, length > maxInfo ? null : text, length);
    }

    /** Gives an undelivered entry to a consumer, as a plain XREADGROUP does. */
    void deliver(String id, String consumer) {
        pending.put(id, new Given(waiting.remove(id), consumer, loop.nanos()));
        lastDelivered = id;
    }

    /** Moves a pending entry, as XCLAIM does: one that was removed from the stream is not pending afterwards. */
    boolean move(String id, String consumer, Duration idle) {
        if (removed.contains(id)) {
            pending.remove(id);
            return false;
        }
        pending.get(id).owner = consumer;
        pending.get(id).since = loop.nanos() - idle.toNanos();
        return true;
    }

    Duration idle(Given entry) {
        return Duration.ofNanos(loop.nanos() - entry.since);
    }

    Optional<Lock> lock(String key) {
        return Optional.ofNullable(locks.get(key)).filter(lock -> lock.until() - loop.nanos() > 0);
    }

    void lock(String name, String id, String owner, Duration ttl) {
        locks.put(new LockKey(name, id).key(), new Lock(owner, loop.nanos() + ttl.toNanos()));
    }

    /** Lets a lock end, if it is its owner's who asks; whether it was. */
    boolean expire(String name, String id, String owner, Duration left) {
        boolean theirs = lock(new LockKey(name, id).key())
                .filter(lock -> lock.owner().equals(owner))
                .isPresent();
        if (theirs && left.isZero()) {
            locks.remove(new LockKey(name, id).key());
        } else if (theirs) {
            lock(name, id, owner, left);
        }
        return theirs;
    }

    State state(String id) {
        return states.getOrDefault(id, State.NONE);
    }

    long nextEpoch() {
        return ++epoch;
    }
}
