package dev.streamlane.consumer;

import dev.streamlane.consumer.PartitionLog.AdoptReply;
import dev.streamlane.consumer.PartitionLog.DeadLetter;
import dev.streamlane.consumer.PartitionLog.Pending;
import dev.streamlane.consumer.PartitionLog.Step;
import dev.streamlane.consumer.PartitionLog.StepReply;
import dev.streamlane.coordination.Beat;
import dev.streamlane.coordination.Leases.Acquisition;
import dev.streamlane.coordination.Leases.Renewal;
import dev.streamlane.coordination.Pause;
import dev.streamlane.partition.Assignment;
import dev.streamlane.partition.GroupId;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** What the scripts do in Redis, in memory: the model that simulations run on and that the contract suites hold to Redis. */
final class SimRedis {
    private final LongSupplier clock;
    private final Map<String, TopicSettings> topics = new HashMap<>();
    private final Map<GroupId, Group> groups = new HashMap<>();
    private final Map<String, TreeMap<Long, Entry>> streams = new HashMap<>();
    private final Map<String, GroupState> states = new HashMap<>();
    private final List<Dead> dead = new ArrayList<>();
    private long generations;
    private long versions;
    private long ids = 1_000;

    /** A dead letter. */
    record Dead(GroupId group, int partition, Entry entry, int attempts, String error) {}

    private static final class Group {
        private final Map<String, Member> members = new TreeMap<>();
        private String generation = "";
        private Assignment target = Assignment.NONE;
        private Pause pause = Pause.NEVER;
        private long reset;
        private long position;
    }

    private record Member(String incarnation, long deadline, long ttl) {
        Member clamped(long now) {
            return deadline > now + ttl ? new Member(incarnation, now + ttl, ttl) : this;
        }
    }

    private static final class GroupState {
        private String owner = "";
        private String incarnation = "";
        private long epoch;
        private long deadline;
        private long ttl;
        private long sequence;
        private List<String> started = List.of();
        private String alone;
        private long lastDelivered;
        private boolean exists;
        private long reset;
        private Pause pause = Pause.NEVER;
        private final TreeMap<Long, Long> pending = new TreeMap<>();
        private final Map<String, Integer> attempts = new HashMap<>();
        private final Map<String, Boolean> lost = new HashMap<>();
    }

    /** @param clock Redis' TIME in milliseconds */
    SimRedis(LongSupplier clock) {
        this.clock = clock;
    }

    void createTopic(String topic, TopicSettings settings) {
        topics.putIfAbsent(topic, settings);
    }

    void grow(String topic, int partitions) {
        TopicSettings old = topics.get(topic);
        topics.put(
                topic,
                new TopicSettings(
                        Math.max(partitions, old.partitions()),
                        old.maxLength(),
                        old.overflow(),
                        old.ordering(),
                        old.maxAttempts(),
                        old.maxBacklog()));
    }

    TopicSettings settings(String topic) {
        return topics.get(topic);
    }

    void flushAll() {
        topics.clear();
        groups.clear();
        streams.clear();
        states.clear();
    }

    List<Dead> dead() {
        return dead;
    }

    String enqueue(String topic, int partition, String msgId, String key) {
        long id = ids++;
        streams.computeIfAbsent(topic + ":" + partition, name -> new TreeMap<>())
                .put(id, new Entry(id + "-0", msgId, "1", null, key, "0", "0", "0", null, null));
        return id + "-0";
    }

    boolean hasAfter(String topic, int partition, String after) {
        TreeMap<Long, Entry> stream = streams.get(topic + ":" + partition);
        return stream != null && stream.higherKey(number(after)) != null;
    }

    Beat heartbeat(GroupId id, String consumer, String incarnation, boolean joining, Duration ttl) {
        long now = clock.getAsLong();
        Group group = groups.computeIfAbsent(id, name -> new Group());
        group.members.replaceAll((name, member) -> member.clamped(now));
        group.members.values().removeIf(member -> member.deadline <= now);
        Member present = group.members.get(consumer);
        if (present != null && !present.incarnation.equals(incarnation) && !joining) {
            return new Beat(true, "", Map.of(), Assignment.NONE, null, Pause.NEVER, 0);
        }
        group.members.put(consumer, new Member(incarnation, now + ttl.toMillis(), ttl.toMillis()));
        Map<String, Duration> members = new TreeMap<>();
        group.members.forEach((name, member) -> members.put(name, Duration.ofMillis(member.deadline - now)));
        return new Beat(
                false, group.generation, members, group.target, topics.get(id.topic()), group.pause, group.reset);
    }

    boolean propose(GroupId id, String generation, Assignment target) {
        Group group = groups.computeIfAbsent(id, name -> new Group());
        if (!group.generation.equals(generation)) {
            return false;
        }
        group.generation = "g" + generations++;
        group.target = target;
        return true;
    }

    void leave(GroupId id, String consumer, String incarnation, Duration keepFor) {
        Group group = groups.computeIfAbsent(id, name -> new Group());
        Member present = group.members.get(consumer);
        if (present != null && present.incarnation.equals(incarnation)) {
            if (keepFor.isZero()) {
                group.members.remove(consumer);
            } else {
                long ttl = keepFor.toMillis();
                group.members.put(consumer, new Member(incarnation, clock.getAsLong() + ttl, ttl));
            }
        }
    }

    Acquisition acquire(GroupId id, int partition, String consumer, String incarnation, Duration ttl, Asked asked) {
        long now = clock.getAsLong();
        GroupState state = states.computeIfAbsent(id + ":" + partition, name -> new GroupState());
        state.deadline = Math.min(state.deadline, now + state.ttl);
        boolean others = !state.incarnation.isEmpty() && !state.incarnation.equals(incarnation);
        if (others && state.deadline > now && !state.owner.equals(consumer)) {
            return new Acquisition.Held(Duration.ofMillis(state.deadline - now));
        }
        streams.computeIfAbsent(id.topic() + ":" + partition, name -> new TreeMap<>());
        if (!state.exists) {
            state.exists = true;
            state.lastDelivered = asked.position();
            state.reset = asked.reset();
        }
        if (others) {
            for (String started : state.started) {
                if (state.pending.containsKey(number(started))) {
                    state.attempts.merge(started, 1, Integer::sum);
                    state.lost.put(started, !started.equals(state.alone));
                }
            }
        }
        state.owner = consumer;
        state.incarnation = incarnation;
        state.epoch = Math.max(state.epoch + 1, now);
        state.deadline = now + ttl.toMillis();
        state.ttl = ttl.toMillis();
        state.sequence = 0;
        state.started = List.of();
        return new Acquisition.Granted(state.epoch, state.lastDelivered + "-0", state.reset);
    }

    Renewal renew(GroupId id, int partition, String incarnation, long epoch, Duration ttl) {
        GroupState state = held(id, partition, incarnation, epoch);
        if (state == null) {
            return Renewal.LOST;
        }
        state.deadline = clock.getAsLong() + ttl.toMillis();
        return new Renewal(Renewal.Status.RENEWED, state.pending.size(), 0, 0, Duration.ZERO, state.pause);
    }

    void release(GroupId id, int partition, String incarnation, long epoch) {
        GroupState state = held(id, partition, incarnation, epoch);
        if (state != null) {
            state.incarnation = "";
            state.deadline = 0;
            state.started = List.of();
        }
    }

    /** What was asked of a group. */
    record Asked(Pause pause, long reset, long position) {}

    Asked asked(GroupId id) {
        Group group = groups.computeIfAbsent(id, name -> new Group());
        return new Asked(group.pause, group.reset, group.position);
    }

    /** Asks for a reset to a place among all entries so far, 0 for the beginning and 1 for the end. */
    void reset(GroupId id, double place) {
        Group group = groups.computeIfAbsent(id, name -> new Group());
        group.reset++;
        group.position = (long) (1_000 + place * (ids - 1_001));
    }

    /** Carries a reset out; whether the lease was held. */
    boolean carryOut(GroupId id, int partition, String incarnation, long epoch, Asked asked) {
        GroupState state = held(id, partition, incarnation, epoch);
        if (state == null) {
            return false;
        }
        state.pending.clear();
        state.attempts.clear();
        state.lost.clear();
        state.lastDelivered = asked.position();
        state.reset = asked.reset();
        return true;
    }

    Pause pause(GroupId id, boolean paused) {
        Group group = groups.computeIfAbsent(id, name -> new Group());
        group.pause = new Pause(paused, ++versions);
        return group.pause;
    }

    void show(GroupId id, int partition, Pause pause) {
        GroupState state = states.computeIfAbsent(id + ":" + partition, name -> new GroupState());
        state.pause = pause.newerThan(state.pause) ? pause : state.pause;
    }

    /** Whether an entry is listed as started under this epoch, or the epoch is over. */
    boolean mayRun(GroupId id, int partition, long epoch, String entry) {
        GroupState state = states.get(id + ":" + partition);
        return state == null || state.epoch != epoch || state.started.contains(entry);
    }

    /** The incarnation that holds a lease now, expired or not; empty if none does. */
    String holder(GroupId id, int partition) {
        GroupState state = states.get(id + ":" + partition);
        return state == null ? "" : state.incarnation;
    }

    /** How many entries of the group are not acknowledged, delivered or not. */
    long unfinished(GroupId id, int partition) {
        TreeMap<Long, Entry> stream = streams.getOrDefault(id.topic() + ":" + partition, new TreeMap<>());
        GroupState state = states.get(id + ":" + partition);
        return state == null
                ? stream.size()
                : state.pending.size()
                        + stream.tailMap(state.lastDelivered, false).size();
    }

    StepReply step(GroupId id, int partition, String incarnation, long epoch, long sequence, Step step) {
        GroupState state = held(id, partition, incarnation, epoch);
        if (state == null) {
            return new StepReply.Lost();
        }
        if (sequence <= state.sequence) {
            return null;
        }
        state.sequence = sequence;
        for (String entry : step.acked()) {
            acknowledge(state, entry);
        }
        step.failed().forEach((entry, used) -> {
            state.attempts.put(entry, used);
            state.lost.remove(entry);
        });
        List<String> before = state.started;
        state.started = step.running().stream()
                .filter(entry -> !state.pause.paused() || before.contains(entry))
                .toList();
        state.alone = step.alone();
        TreeMap<Long, Entry> stream = streams.get(id.topic() + ":" + partition);
        List<Entry> bodies = new ArrayList<>();
        for (String entry : step.bodies()) {
            if (stream.containsKey(number(entry))) {
                bodies.add(stream.get(number(entry)));
            } else {
                acknowledge(state, entry);
            }
        }
        List<Entry> read = stream.tailMap(state.lastDelivered, false).values().stream()
                .limit(step.read())
                .toList();
        for (Entry entry : read) {
            state.lastDelivered = number(entry.id());
            state.pending.put(state.lastDelivered, clock.getAsLong());
        }
        return new StepReply.Taken(bodies, read, state.pause.paused());
    }

    AdoptReply adopt(
            GroupId id, int partition, String incarnation, long epoch, long sequence, String after, int count) {
        GroupState state = held(id, partition, incarnation, epoch);
        if (state == null) {
            return new AdoptReply.Lost();
        }
        if (sequence <= state.sequence) {
            return null;
        }
        state.sequence = sequence;
        TreeMap<Long, Entry> stream = streams.get(id.topic() + ":" + partition);
        List<Long> looked = state.pending.tailMap(number(after), false).keySet().stream()
                .limit(count)
                .toList();
        List<Pending> entries = new ArrayList<>();
        for (long entry : looked) {
            String name = entry + "-0";
            if (stream.containsKey(entry)) {
                entries.add(new Pending(
                        stream.get(entry),
                        state.attempts.getOrDefault(name, 0),
                        state.lost.getOrDefault(name, false),
                        Duration.ofMillis(Math.max(0, clock.getAsLong() - state.pending.get(entry)))));
            } else {
                acknowledge(state, name);
            }
        }
        boolean last = looked.size() < count;
        return new AdoptReply.Adopted(entries, last ? null : looked.get(looked.size() - 1) + "-0");
    }

    boolean bury(GroupId id, int partition, String incarnation, long epoch, DeadLetter letter) {
        GroupState state = held(id, partition, incarnation, epoch);
        if (state == null) {
            return false;
        }
        Entry entry = streams.get(id.topic() + ":" + partition).get(number(letter.entryId()));
        if (state.pending.containsKey(number(letter.entryId())) && entry != null) {
            dead.add(new Dead(id, partition, entry, letter.attempts(), letter.error()));
        }
        acknowledge(state, letter.entryId());
        return true;
    }

    private GroupState held(GroupId id, int partition, String incarnation, long epoch) {
        GroupState state = states.get(id + ":" + partition);
        return state != null && state.exists && state.incarnation.equals(incarnation) && state.epoch == epoch
                ? state
                : null;
    }

    private static void acknowledge(GroupState state, String entry) {
        state.pending.remove(number(entry));
        state.attempts.remove(entry);
        state.lost.remove(entry);
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }
}
