package dev.streamlane.coordination;

import dev.streamlane.coordination.GroupCoordinator.Status;
import dev.streamlane.partition.GroupId;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Keeps this replica's memberships and leases alive. The schedule below is the heartbeat; as it counts by the wall clock and
 * by whole seconds, each {@link BeatLoop} also keeps its own, monotonic time and beats when the schedule is late, when a
 * peer's deadline is near, and when it is woken.
 */
@ApplicationScoped
public class Heartbeat {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    private final CoordinatorFactory coordinators;
    private final Wakeups wakeups;
    private final List<Pulse> pulses = new CopyOnWriteArrayList<>();
    private final BeatLoop guard = new BeatLoop("streamlane-lease-guard");

    private record Pulse(GroupCoordinator coordinator, BeatLoop loop, Wakeups.Subscription subscription) {}

    Heartbeat(CoordinatorFactory coordinators, Wakeups wakeups) {
        this.coordinators = coordinators;
        this.wakeups = wakeups;
    }

    @Scheduled(every = "{streamlane.heartbeat.interval}", identity = "streamlane-heartbeat")
    void beat() {
        pulses.forEach(pulse -> pulse.loop.wake());
    }

    /**
     * Takes part in a group from now on.
     *
     * @param group the group
     * @param createTopic creates the group's topic if it does not exist
     * @param host consumes what is acquired
     */
    public void join(GroupId group, Runnable createTopic, PartitionHost host) {
        if (pulses.isEmpty()) {
            guard.start(this::guardLeases);
        }
        BeatLoop loop = new BeatLoop("streamlane-beat-" + group);
        GroupCoordinator coordinator = coordinators.create(group, createTopic, host, loop::wake);
        pulses.add(new Pulse(coordinator, loop, wakeups.subscribe(group, loop::wake)));
        loop.start(coordinator::beat);
    }

    /**
     * Leaves all groups, handing partitions over as they drain, and stops.
     *
     * @param limit how long that may take; leases that are not released by then run out by themselves
     */
    public void leave(Duration limit) {
        CompletableFuture<?>[] leaving = pulses.stream()
                .map(pulse -> pulse.coordinator.leave().toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(leaving).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("Not all partitions were handed over within %s; their leases run out by themselves", limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.error("Leaving failed", e.getCause());
        }
        pulses.forEach(pulse -> {
            pulse.subscription.close();
            pulse.loop.stop();
        });
        guard.stop();
    }

    /** How each membership stands. */
    public List<Status> statuses() {
        return pulses.stream().map(pulse -> pulse.coordinator.status()).toList();
    }

    private Duration guardLeases() {
        pulses.forEach(pulse -> pulse.coordinator.distrustExpiredLeases());
        return coordinators.timing().guardInterval();
    }
}
