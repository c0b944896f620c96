package dev.streamlane.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamlane.coordination.CoordinationSettings;
import dev.streamlane.coordination.Pause;
import dev.streamlane.partition.GroupId;
import dev.streamlane.partition.Partitioner;
import dev.streamlane.topic.Ordering;
import dev.streamlane.topic.Overflow;
import dev.streamlane.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Some replicas around one simulated Redis. */
final class SimCluster {
    static final GroupId GROUP = new GroupId("orders", "billing");
    static final CoordinationSettings TIMING =
            new CoordinationSettings(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ZERO);
    static final TopicSettings TOPIC = new TopicSettings(6, 0, Overflow.REJECT, Ordering.KEY, 5, 0);
    static final ConsumerSettings SETTINGS = new ConsumerSettings(
            GROUP.group(),
            OptionalInt.of(8),
            1,
            10,
            1_000_000,
            50,
            Duration.ZERO,
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(5));

    private final SimWorld world;
    private final SimRedis redis;
    private final SimLedger ledger = new SimLedger();
    private final List<SimReplica> replicas = new ArrayList<>();
    private final Set<String> poison = new HashSet<>();
    private final Set<String> forgiven = new HashSet<>();
    private final int failPercent;
    private long redisOffsetMillis = Duration.ofDays(20_000).toMillis();
    private int incarnations;

    SimCluster(long seed, int failPercent) {
        this.world = new SimWorld(seed);
        this.redis = new SimRedis(() -> world.nanos() / 1_000_000 + redisOffsetMillis);
        this.failPercent = failPercent;
        redis.createTopic(GROUP.topic(), TOPIC);
    }

    SimWorld world() {
        return world;
    }

    SimRedis redis() {
        return redis;
    }

    SimLedger ledger() {
        return ledger;
    }

    int failPercent() {
        return failPercent;
    }

    boolean poisonous(String job) {
        return poison.contains(job);
    }

    SimReplica start(String id) {
        SimReplica replica = new SimReplica(this, id, "i" + incarnations++);
        replicas.add(replica);
        return replica;
    }

    /** The replicas whose process lives. */
    List<SimReplica> alive() {
        return replicas.stream()
                .filter(replica -> !replica.gone() && !replica.leaving())
                .toList();
    }

    String enqueue(String key) {
        String job = "job-" + ledger.size();
        int partitions = redis.settings(GROUP.topic()).partitions();
        int partition = key == null ? world.random().nextInt(partitions) : Partitioner.ofKey(key, partitions);
        ledger.enqueued(job, key, partition, redis.enqueue(GROUP.topic(), partition, job, key));
        return job;
    }

    void enqueuePoison() {
        poison.add(enqueue(null));
    }

    Set<String> poison() {
        return poison;
    }

    /** Redis loses everything; what was enqueued before is gone by definition. */
    void flushAll() {
        for (int i = 0; i < ledger.size(); i++) {
            forgiven.add("job-" + i);
        }
        ledger.leasesEndEarly();
        redis.flushAll();
        redis.createTopic(GROUP.topic(), TOPIC);
    }

    /** Somebody pauses the group, or lets it go on: first the group is changed, then each partition, then all are woken. */
    void pause(boolean paused) {
        Pause pause = redis.pause(GROUP, paused);
        int partitions = redis.settings(GROUP.topic()).partitions();
        for (int p = 0; p < partitions; p++) {
            int partition = p;
            world.after(world.between(Duration.ZERO, Duration.ofMillis(20)), () -> redis.show(GROUP, partition, pause));
        }
        world.after(Duration.ofMillis(20).toNanos() + 1, this::wakeAll);
    }

    /** Somebody asks for the group to go back, or ahead. */
    void reset() {
        redis.reset(GROUP, world.random().nextDouble());
        wakeAll();
    }

    /** Redis' clock is set. */
    void stepClock(Duration step) {
        ledger.leasesEndEarly();
        redisOffsetMillis += step.toMillis();
    }

    boolean wakeAll() {
        for (SimReplica replica : replicas) {
            if (world.random().nextInt(10) != 0) {
                world.after(world.between(Duration.ZERO, Duration.ofMillis(3)), replica, replica::wake);
            }
        }
        return true;
    }

    /** Lets the cluster settle without further faults and checks every invariant. */
    void settleAndCheck() {
        pause(false);
        alive().forEach(replica -> {
            replica.link().heal();
            replica.resume();
        });
        for (int i = 0; i < 600 && unfinished() > 0; i++) {
            world.run(Duration.ofSeconds(1));
        }
        world.run(Duration.ofSeconds(30));
        ledger.check(redis.dead(), forgiven);
        assertThat(unfinished()).as("everything is finished in the end").isZero();
        Set<Integer> owned = new TreeSet<>();
        for (SimReplica replica : alive()) {
            for (int partition : replica.coordinator().owned()) {
                assertThat(owned.add(partition))
                        .as("G2 ONE OWNER of partition %s", partition)
                        .isTrue();
            }
        }
        assertThat(owned)
                .as("ALL PARTITIONS OWNED IN THE END")
                .hasSize(redis.settings(GROUP.topic()).partitions());
    }

    private long unfinished() {
        long unfinished = 0;
        for (int p = 0; p < redis.settings(GROUP.topic()).partitions(); p++) {
            unfinished += redis.unfinished(GROUP, p);
        }
        return unfinished;
    }
}
