package dev.streamlane.consumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.streamlane.coordination.Beat;
import dev.streamlane.coordination.Consumer;
import dev.streamlane.coordination.CoordinationEvents;
import dev.streamlane.coordination.CoordinatorFactory;
import dev.streamlane.coordination.GroupCoordinator;
import dev.streamlane.coordination.Leases;
import dev.streamlane.coordination.Membership;
import dev.streamlane.coordination.Pause;
import dev.streamlane.execution.RetryPolicy;
import dev.streamlane.execution.Timers;
import dev.streamlane.partition.Assignment;
import dev.streamlane.partition.GroupId;
import dev.streamlane.partition.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** One process: the real coordinator and the real consumer on simulated time, threads and Redis. */
final class SimReplica implements SimWorld.Owner {
    private final SimCluster cluster;
    private final SimWorld world;
    private final SimRedis redis;
    private final Consumer me;
    private final SimLink link;
    private final GroupCoordinator coordinator;
    private final BeatLane beatLane = new BeatLane();
    private boolean killed;
    private boolean leaving;
    private long pausedUntil;
    private boolean beating;
    private boolean wakeDue;
    private long nextBeat;

    SimReplica(SimCluster cluster, String id, String incarnation) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.redis = cluster.redis();
        this.me = new Consumer(id, incarnation, "simulated");
        this.link = new SimLink(world, this);
        GroupConsumer host = new GroupConsumer(context(), SimLog::new);
        this.coordinator = new CoordinatorFactory(
                        me,
                        new SimMembership(),
                        new SimLeases(),
                        SimCluster.TIMING,
                        CoordinationEvents.NONE,
                        world::nanos)
                .create(
                        SimCluster.GROUP,
                        () -> redis.createTopic(SimCluster.GROUP.topic(), SimCluster.TOPIC),
                        host,
                        this::wake);
        wake();
        guard(Duration.ZERO);
    }

    /** The process was killed: nothing of it happens any more. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The beat thread waits in a call; only its own events wait with it. */
    private final class BeatLane implements SimWorld.Owner {
        @Override
        public boolean gone() {
            return killed;
        }

        @Override
        public boolean held() {
            return SimReplica.this.held() || beating;
        }
    }

    Consumer me() {
        return me;
    }

    SimLink link() {
        return link;
    }

    GroupCoordinator coordinator() {
        return coordinator;
    }

    void kill() {
        killed = true;
    }

    void pause(Duration span) {
        pausedUntil = world.nanos() + span.toNanos();
    }

    void resume() {
        pausedUntil = 0;
    }

    /** SIGTERM: hands over and ends. */
    void terminate() {
        leaving = true;
        coordinator.leave().thenRun(this::kill);
    }

    boolean leaving() {
        return leaving;
    }

    @Override
    public boolean gone() {
        return killed;
    }

    @Override
    public boolean held() {
        return world.nanos() < pausedUntil;
    }

    /** Lets the beat thread wait while the world goes on. */
    void block(long nanos) {
        world.run(world.nanos() + nanos);
        while (held() && !killed) {
            world.run(Duration.ofMillis(1));
        }
        if (killed) {
            throw new Killed();
        }
    }

    void wake() {
        wakeDue = true;
        beatAt(world.nanos());
    }

    private void beatAt(long instant) {
        nextBeat = instant;
        world.after(instant - world.nanos(), beatLane, () -> {
            if (instant == nextBeat || wakeDue) {
                beat();
            }
        });
    }

    private void beat() {
        wakeDue = false;
        beating = true;
        Duration next;
        try {
            next = coordinator.beat();
        } catch (Killed e) {
            return;
        }
        beating = false;
        beatAt(wakeDue ? world.nanos() : world.nanos() + next.toNanos());
    }

    private void guard(Duration next) {
        world.after(next.toNanos(), this, () -> guard(coordinator.distrust()));
    }

    private GroupContext context() {
        Executor thread = task -> world.after(0, this, task);
        Timers timers = (delay, task) -> {
            boolean[] cancelled = new boolean[1];
            world.after(delay.toNanos(), this, () -> {
                if (!cancelled[0]) {
                    task.run();
                }
            });
            return () -> cancelled[0] = true;
        };
        return new GroupContext(
                SimCluster.GROUP,
                SimCluster.SETTINGS,
                thread,
                timers,
                world::nanos,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                new Slots(SimCluster.SETTINGS.concurrencyOnThreads()),
                new SoloGate(),
                new JobDecoder(SimCluster.GROUP, new ObjectMapper(), Integer.class, Duration.ZERO),
                new SimProcessor(cluster, this),
                new RetryPolicy(Duration.ofMillis(500), Duration.ofSeconds(5), world.random()::nextDouble),
                JobEvents.NONE);
    }

    private final class SimMembership implements Membership {
        @Override
        public Beat heartbeat(
                GroupId group, Consumer consumer, boolean joining, Duration ttl, Collection<Integer> owned) {
            return link.call(() -> redis.heartbeat(group, consumer.id(), consumer.incarnation(), joining, ttl));
        }

        @Override
        public boolean propose(GroupId group, String generation, Assignment target) {
            return link.call(() -> redis.propose(group, generation, target) && cluster.wakeAll());
        }

        @Override
        public void leave(GroupId group, Consumer consumer, Duration keepFor) {
            link.call(() -> {
                redis.leave(group, consumer.id(), consumer.incarnation(), keepFor);
                return cluster.wakeAll();
            });
        }
    }

    private final class SimLeases implements Leases {
        @Override
        public Acquisition acquire(GroupId group, int partition, Consumer consumer, Duration ttl) {
            SimRedis.Asked asked = link.call(() -> redis.asked(group));
            Acquisition taken = take(group, partition, consumer, ttl, asked);
            if (!(taken instanceof Acquisition.Granted granted) || granted.reset() >= asked.reset()) {
                return taken;
            }
            return link.call(() -> {
                if (!redis.carryOut(group, partition, consumer.incarnation(), granted.epoch(), asked)) {
                    return new Acquisition.Held(Duration.ZERO);
                }
                cluster.ledger().reset(partition, granted.epoch(), asked.position());
                return new Acquisition.Granted(granted.epoch(), asked.position() + "-0", asked.reset());
            });
        }

        private Acquisition take(GroupId group, int partition, Consumer consumer, Duration ttl, SimRedis.Asked asked) {
            return link.call(() -> {
                redis.show(group, partition, asked.pause());
                Acquisition answer = redis.acquire(group, partition, consumer.id(), consumer.incarnation(), ttl, asked);
                if (answer instanceof Acquisition.Granted granted) {
                    cluster.ledger().granted(partition, granted.epoch(), consumer.incarnation());
                }
                return answer;
            });
        }

        @Override
        public Map<Integer, Renewal> renew(GroupId group, Map<Integer, Long> epochs, Consumer consumer, Duration ttl) {
            return link.call(() -> {
                Map<Integer, Renewal> answers = new HashMap<>();
                epochs.forEach((partition, epoch) ->
                        answers.put(partition, redis.renew(group, partition, consumer.incarnation(), epoch, ttl)));
                return answers;
            });
        }

        @Override
        public void show(GroupId group, Set<Integer> partitions, Pause pause) {
            link.call(() -> {
                partitions.forEach(partition -> redis.show(group, partition, pause));
                return true;
            });
        }

        @Override
        public void release(GroupId group, int partition, Consumer consumer, long epoch) {
            link.call(() -> {
                redis.release(group, partition, consumer.incarnation(), epoch);
                return cluster.wakeAll();
            });
        }
    }

    private final class SimLog implements PartitionLog {
        private final Lease lease;
        private long sequence;

        SimLog(Lease lease) {
            this.lease = lease;
        }

        @Override
        public CompletionStage<StepReply> step(Step step) {
            long number = ++sequence;
            return link.send(() ->
                    redis.step(SimCluster.GROUP, lease.partition(), me.incarnation(), lease.epoch(), number, step));
        }

        @Override
        public CompletionStage<AdoptReply> adopt(String after, int count) {
            long number = ++sequence;
            return link.send(() -> redis.adopt(
                    SimCluster.GROUP, lease.partition(), me.incarnation(), lease.epoch(), number, after, count));
        }

        @Override
        public CompletionStage<Boolean> bury(DeadLetter letter) {
            return link.send(
                    () -> redis.bury(SimCluster.GROUP, lease.partition(), me.incarnation(), lease.epoch(), letter));
        }

        @Override
        public CompletionStage<Void> forwardDeadLetters() {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Boolean> arrival(String after, Duration limit) {
            CompletableFuture<Boolean> arrived = new CompletableFuture<>();
            look(after, world.nanos() + limit.toNanos(), arrived);
            return arrived;
        }

        private void look(String after, long until, CompletableFuture<Boolean> arrived) {
            boolean there = redis.hasAfter(SimCluster.GROUP.topic(), lease.partition(), after);
            if (there || world.nanos() >= until) {
                world.after(100_000, SimReplica.this, () -> arrived.complete(there));
            } else {
                world.after(5_000_000, SimReplica.this, () -> look(after, until, arrived));
            }
        }

        @Override
        public void close() {
            // There is no connection to let go of.
        }
    }
}
