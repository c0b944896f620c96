package dev.streamlane.streams;

import dev.streamlane.streams.LoadBalancer.Entry;
import dev.streamlane.streams.LoadBalancer.LockKey;
import dev.streamlane.testing.ManualLoop;
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
    final ManualLoop loop;
    final Map<String, String> waiting = new LinkedHashMap<>();
    final TreeMap<String, Given> pending = new TreeMap<>(Comparator.comparing(EntryId::parse));
    final Map<String, Lock> locks = new HashMap<>();
    final Map<String, State> states = new HashMap<>();
    final Map<String, String> names = new HashMap<>();
    final Map<String, Replica> replicas = new LinkedHashMap<>();
    final Map<String, String> dead = new LinkedHashMap<>();
    final List<String> done = new ArrayList<>();
    final Set<String> removed = new HashSet<>();
    final List<Runnable> listeners = new ArrayList<>();
    boolean down;
    String lastDelivered = "0-0";
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

        /** Under which it was claimed and not let go since; 0 if it was not. */
        long claimedEpoch() {
            return incarnation.isEmpty() ? 0 : epoch;
        }
    }

    record Replica(String incarnation, long deadline, LoadBalancer.Load load) {}

    FakeLbs(ManualLoop loop) {
        this.loop = loop;
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
        return new FakeBalancer(this, consumer, incarnation, ttl);
    }

    void wake() {
        List.copyOf(listeners).forEach(Runnable::run);
    }

    Entry entry(String id, String text) {
        return new Entry(id, text, text == null ? 0 : text.length());
    }

    /** Gives an undelivered entry to a consumer, as a plain XREADGROUP does. */
    void deliver(String id, String consumer) {
        pending.put(id, new Given(waiting.remove(id), consumer, loop.nanos()));
        lastDelivered = id;
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

    State state(String id) {
        return states.getOrDefault(id, State.NONE);
    }

    long nextEpoch() {
        return ++epoch;
    }

    /** Removes an entry from the stream; it stays pending if it is. */
    void remove(String id) {
        waiting.remove(id);
        removed.add(id);
    }

    void forget(String id, String name) {
        pending.remove(id);
        states.remove(id);
        names.remove(name, id);
    }
}
