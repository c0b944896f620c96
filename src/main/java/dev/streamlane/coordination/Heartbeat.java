package dev.streamlane.coordination;

import dev.streamlane.coordination.Beating.Status;
import dev.streamlane.partition.GroupId;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Keeps this replica's part in groups and stream services alive, and ends it. The schedule below is the heartbeat; as it
 * counts by the wall clock and by whole seconds, each {@link BeatLoop} also keeps its own, monotonic time and beats when the
 * schedule is late, when a peer's deadline is near, and when it is woken.
 */
@ApplicationScoped
public class Heartbeat {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    private final CoordinatorFactory coordinators;
    private final Wakeups wakeups;
    private final Departure departure;
    private final Ticker ticker;
    private final List<Pulse> pulses = new CopyOnWriteArrayList<>();
    private final BeatLoop guard = new BeatLoop("streamlane-lease-guard");
    private final AtomicBoolean left = new AtomicBoolean();

    private record Pulse(Beating part, BeatLoop loop, Wakeups.Subscription subscription) {}

    Heartbeat(CoordinatorFactory coordinators, Wakeups wakeups, Departure departure, Ticker ticker) {
        this.coordinators = coordinators;
        this.wakeups = wakeups;
        this.departure = departure;
        this.ticker = ticker;
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
        keepAlive(
                group.toString(), wakeups.ofGroup(group), wake -> coordinators.create(group, createTopic, host, wake));
    }

    /**
     * Keeps a part alive from now on.
     *
     * @param name what it is a part in
     * @param channel where others say that something has changed
     * @param part makes it; it gets what asks for a beat soon, which does not block
     */
    public synchronized void keepAlive(
            String name, Wakeups.Channel channel, Function<Runnable, ? extends Beating> part) {
        BeatLoop loop = new BeatLoop("streamlane-beat-" + name);
        Beating beating = part.apply(loop::wake);
        pulses.add(new Pulse(beating, loop, channel.subscribe(loop::wake)));
        if (pulses.size() == 1) {
            guard.start(this::guard);
        }
        // What it asked for before was the earliest end of trust in the others.
        guard.wake();
        loop.start(beating::beat);
    }

    /** Hands over while HTTP still answers, so that probes see what goes on and requests under way get their answer. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        leave(departure.limit());
    }

    /** For the ways to end that skip the pre-shutdown phase, such as a start that failed half-way. */
    void stop(@Observes ShutdownEvent event) {
        leave(departure.limit());
    }

    /**
     * Leaves everything, in the order in which nothing is lost and others wait the least: the memberships end first, so that
     * readiness goes down and the other replicas already agree on a new target while jobs still run here; reading stops, so
     * that nothing new needs to be drained; running jobs end, so that nobody else runs them a second time; their
     * acknowledgements are written while the lease that fences them still stands; and only then is the lease released, which
     * wakes its next owner.
     *
     * @param limit how long that may take; what is not released by then runs out by itself
     */
    public void leave(Duration limit) {
        if (!left.compareAndSet(false, true)) {
            return;
        }
        CompletableFuture<?>[] leaving = pulses.stream()
                .map(pulse -> pulse.part.leave().toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(leaving).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("Not everything was handed over within %s; what is left runs out by itself", limit);
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

    /** How each part stands. */
    public List<Status> statuses() {
        return pulses.stream().map(pulse -> pulse.part.status()).toList();
    }

    private Duration guard() {
        long from = ticker.nanos();
        Duration left = pulses.stream()
                .map(pulse -> pulse.part.distrust())
                .min(Duration::compareTo)
                .orElseThrow();
        // This process may have been held up since one of them said so.
        return left.minusNanos(ticker.nanos() - from);
    }
}
