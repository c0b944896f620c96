package dev.streamlane.streams;

import dev.streamlane.coordination.Beating;
import dev.streamlane.streams.ServiceMember.Phase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Lets the heartbeat, which has threads of its own, drive a {@link ServiceMember}, which is confined to the service's. */
final class ServiceCoordinator implements Beating {
    private static final Logger LOG = Logger.getLogger(ServiceCoordinator.class);

    /** How often a lock's end of trust is looked for within the margin that trust leaves. */
    private static final int GUARDS = 4;

    private final ServiceContext context;
    private final ServiceMember member;
    private volatile boolean begun;
    private volatile boolean connected;
    private volatile long lastBeat;
    private volatile Phase phase = Phase.JOINING;
    private volatile int held;

    ServiceCoordinator(ServiceContext context, ServiceMember member) {
        this.context = context;
        this.member = member;
        this.lastBeat = context.ticker().nanos();
    }

    @Override
    public Duration beat() {
        long started = context.ticker().nanos();
        try {
            Duration next = await(onThread(member::beat));
            connected = true;
            context.events()
                    .beat(context.service(), Duration.ofNanos(context.ticker().nanos() - started));
            return next;
        } catch (ExecutionException | TimeoutException e) {
            if (connected || !begun) {
                LOG.warnf(
                        "Consumer %s cannot reach Redis for stream service %s: %s",
                        context.balancer().me(), context.service(), reason(e));
            }
            connected = false;
            context.events().beatFailed(context.service());
            return context.settings().retry();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return context.settings().retry();
        } finally {
            lastBeat = context.ticker().nanos();
            begun = true;
        }
    }

    @Override
    public Duration distrust() {
        context.thread().execute(member::distrust);
        Duration margin = context.settings().lockTtl().minus(context.settings().trust());
        return margin.dividedBy(GUARDS);
    }

    @Override
    public CompletionStage<Void> leave() {
        CompletionStage<Void> left = onThread(member::leave);
        context.wake().run();
        return left;
    }

    @Override
    public Status status() {
        return new Status(
                context.service(),
                begun,
                phase == Phase.SERVING,
                phase == Phase.SUPERSEDED,
                connected,
                Duration.ofNanos(context.ticker().nanos() - lastBeat),
                context.settings().lockTtl(),
                held + " streams");
    }

    /** The calls of a beat end by themselves within their time limit; twice the TTL is for a thread that cannot. */
    private Duration await(CompletableFuture<Duration> beat)
            throws ExecutionException, InterruptedException, TimeoutException {
        return beat.get(context.settings().lockTtl().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    }

    private <T> CompletableFuture<T> onThread(Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.thread().execute(() -> call.get().whenComplete((value, failure) -> {
            phase = member.phase();
            held = member.held();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        }));
        return result;
    }

    private static String reason(Exception e) {
        return e.getCause() == null ? "no answer" : e.getCause().getMessage();
    }
}
